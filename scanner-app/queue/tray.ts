import { signal } from '@preact/signals';
import { workerNow } from '../link/session.ts';
import { drainNow, recount } from './drain.ts';
import { lookForOthers } from './others.ts';
import { type Row, allWaiting, dropRow, ownerOf, refusedRows, saveRow } from './storage.ts';

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
export async function sendAgain({ seq, scan, worker }: Row): Promise<void> {
  await saveRow({ seq, scan, ...(worker ? { worker } : {}), state: 'waiting', faults: 0 });
  await openTray();
  drainNow();
}

/** Not sent, by a supervisor's word: what the worker left is listed as a trace, and his work is free for others. */
export const setAsideCode = 'set_aside';

export async function setAside(userId: string): Promise<void> {
  const refusal = { code: setAsideCode, message: '', seen: false, canSendAgain: false };
  for (const row of await allWaiting())
    if (ownerOf(row) === userId) await saveRow({ ...row, state: 'refused', refusal });
  await lookForOthers(workerNow().userId);
  await openTray();
}
