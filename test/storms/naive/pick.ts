import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a pick: it looks whether the line is still to be fetched, thinks, and writes down that it was. */
export async function pickNaively(
  db: Database,
  taskId: string,
  think: () => Promise<void>,
): Promise<'picked' | 'refused'> {
  const { rows } = (await db.raw('SELECT state FROM naive_task WHERE task_id = ?', [taskId])) as {
    rows: { state: string }[];
  };
  if (rows[0]?.state !== 'ready') return 'refused';
  // the units are taken here
  await think();
  await db.raw(`UPDATE naive_task SET state = 'placed' WHERE task_id = ?`, [taskId]);
  return 'picked';
}
