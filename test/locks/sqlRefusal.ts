import type { Knex } from 'knex';
import type { Tx } from '../../src/platform/work.ts';

/** The SQLSTATE that a statement is refused with, or `done`; whatever it did is undone. */
export async function refusalOf(tx: Tx, statement: string): Promise<string> {
  const within: Knex.Transaction = await tx.transaction();
  try {
    await within.raw(statement.replaceAll('?', '\\?'));
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await within.rollback();
  }
}
