import { Transaction } from '../../src/platform/transaction.ts';
import type { Tx } from '../../src/platform/work.ts';

const UNDONE = new Error('undone');

/** The SQLSTATE that a statement is refused with, or `done`; whatever it did is undone. */
export async function refusalOf(tx: Tx, statement: string): Promise<string> {
  try {
    await tx.transaction(async (within: Tx) => {
      // knex reads a question mark as a parameter
      await within.raw(within instanceof Transaction ? statement : statement.replaceAll('?', '\\?'));
      throw UNDONE;
    });
  } catch (error) {
    return error === UNDONE ? 'done' : ((error as { code?: string }).code ?? String(error));
  }
  throw new Error('a part that throws has ended well');
}
