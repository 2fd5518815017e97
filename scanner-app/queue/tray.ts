import { signal } from '@preact/signals';
import { drainNow, recount } from './drain.ts';
import { type Row, dropRow, refusedRows, saveRow } from './storage.ts';

export const tray = signal<Row[]>([]);

/** Refusals that the worker saw are only a trace; a shift later they go. */
const traceKept_ms = 12 * 3_600_000;

export async function openTray(): Promise<void> {
  const rows = await refusedRows();
  const old = (row: Row): boolean => Boolean(row.refusal?.seen) && Date.now() - Date.parse(row.scan.at) > traceKept_ms;
  await Promise.all(rows.filter(old).map((row) => dropRow(row.seq)));
  tray.value = rows.filter((row) => !old(row)).reverse();
  await recount();
}

export async function markSeen(rows: Row[]): Promise<void> {
  for (const row of rows) if (row.refusal) await saveRow({ ...row, refusal: { ...row.refusal, seen: true } });
  await openTray();
}

/** Under its old number: should the server have applied it after all, it answers what it answered then. */
export async function sendAgain({ seq, scan }: Row): Promise<void> {
  await saveRow({ seq, scan, state: 'waiting', faults: 0 });
  await openTray();
  drainNow();
}
