import { signal } from '@preact/signals';
import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import { type Sent, sendScan, sendScans } from '../link/scans.ts';
import { session, workerNow } from '../link/session.ts';
import { askBackgroundSending } from '../link/shell.ts';
import { namesCustomers } from './customers.ts';
import { type Unnumbered, putScan } from './numbers.ts';
import { forgetOthers, othersOf } from './others.ts';
import { type Row, countWaiting, dropRow, refusedRows, saveRow, waitingRows } from './storage.ts';

/** What the badge shows, of whoever is signed in. `oldestAt` in epoch milliseconds. */
export const unsent = signal<{ count: number; oldestAt: number }>({ count: 0, oldestAt: 0 });
export const refusedUnseen = signal(0);

/** Hears every answer in order; true where the worker was shown it, so that a refusal needs no second look. */
export type Answered = (scan: Scan, answer: ScanAnswer) => boolean;

const batch = 50;
/** Half as many after each try that nobody answered in time: what a slow line carries is found, and grows again. */
let atOnce = batch;
/** From this many waiting scans on, they go together: one round trip each would take minutes after a dead zone. */
const together = 5;
/**
 * A scan on which the server breaks this often goes to the tray, and those behind it go on. Others pass sooner or later; who is
 * overtaken for longer than that meets something that lasts.
 */
const most = { fault: 5, overtaken: 20 };
/** Not a refusal: the server broke. The same scan may be sent again. */
export const faultCode = 'fault';
const firstRetry_ms = 1000;
const lastRetry_ms = 15_000;

let answered: Answered = () => false;
let running = false;
let again = false;
let retry_ms = firstRetry_ms;
let timer = 0;

export function onAnswer(listener: Answered): void {
  answered = listener;
}

/** Stored first, then sent: what happens to the network or the battery after this line loses nothing. */
export async function enqueue(scan: Unnumbered): Promise<Row> {
  const row = await putScan(scan, workerNow());
  unsent.value = { count: unsent.value.count + 1, oldestAt: unsent.value.oldestAt || Date.parse(scan.at) };
  void drain();
  return row;
}

/**
 * Sends what waits of whoever is signed in, oldest first, one sender at a time, until nothing waits or nobody answers. What
 * another worker left keeps its numbers and goes up later: the server takes a lower number that it has not seen.
 */
export async function drain(): Promise<void> {
  if (running) {
    again = true;
    return;
  }
  running = true;
  clearTimeout(timer);
  try {
    while (session.value) {
      const { token, user } = session.value;
      again = false;
      const rows = await waitingRows(atOnce, user.id);
      await recount(rows[0]);
      if (!rows.length && !again) break;
      const moved = !rows.length || (await sendRows(rows, token));
      if (session.peek()?.token !== token) {
        forgetOthers();
        continue;
      }
      atOnce = moved ? Math.min(batch, atOnce * 2) : Math.max(1, atOnce >> 1);
      if (!moved) {
        void askBackgroundSending();
        timer = window.setTimeout(() => void drain(), retry_ms);
        retry_ms = Math.min(retry_ms * 2, lastRetry_ms);
        break;
      }
    }
  } finally {
    running = false;
  }
}

/** The line is back: no reason to wait out the pause. */
export function drainNow(): void {
  retry_ms = firstRetry_ms;
  void drain();
}

export async function recount(oldest?: Row): Promise<void> {
  const { userId } = workerNow();
  const count = Math.max(0, (await countWaiting()) - (await othersOf(userId)));
  const first = oldest || (count ? (await waitingRows(1, userId))[0] : undefined);
  if (workerNow().userId !== userId) return recount();
  unsent.value = { count, oldestAt: count && first ? Date.parse(first.scan.at) : 0 };
  refusedUnseen.value = (await refusedRows()).filter((row) => !row.refusal?.seen).length;
}

/** True where the queue moved on. */
async function sendRows(rows: Row[], token: string): Promise<boolean> {
  const many = rows.length >= together;
  const sent = many
    ? await sendScans(
        rows.map((row) => row.scan),
        token,
      )
    : [];
  // One malformed scan refuses the whole request: then they go one by one, and only that one is refused.
  const isRefusedWhole = !sent.length || (sent.length === 1 && sent[0]?.kind !== 'answered');
  if (!isRefusedWhole) return settleAll(rows, sent);
  if (sent[0]?.kind === 'closed') return false;
  const [first] = rows;
  return first ? settle(first, await sendScan(first.scan, token)) : false;
}

async function settleAll(rows: Row[], sent: Sent[]): Promise<boolean> {
  for (const [index, result] of sent.entries()) {
    const row = rows[index];
    if (!row || !(await settle(row, result))) return false;
  }
  return true;
}

async function settle(row: Row, sent: Sent): Promise<boolean> {
  if (sent.kind === 'away' || sent.kind === 'closed') return false;
  if (sent.kind === 'fault' || sent.kind === 'overtaken') return countFault(row, most[sent.kind]);
  retry_ms = firstRetry_ms;
  if (sent.kind === 'malformed') {
    await refuse(row, { ok: false, seq: row.seq, refusal: { code: sent.code, message: sent.message } });
    return true;
  }
  const { answer } = sent;
  if (answer.seq !== row.seq) return countFault(row, most.fault);
  if (answer.ok) {
    await dropRow(row.seq);
    answered(row.scan, answer);
  } else await refuse(row, answer);
  return true;
}

async function countFault(row: Row, limit: number): Promise<boolean> {
  const faults = row.faults + 1;
  if (faults < limit) {
    await saveRow({ ...row, faults });
    return false;
  }
  await refuse({ ...row, faults: 0 }, { ok: false, seq: row.seq, refusal: { code: faultCode, message: '' } });
  return true;
}

async function refuse(row: Row, answer: ScanAnswer & { ok: false }): Promise<void> {
  const { code, message, bare = '' } = answer.refusal;
  const refusal = {
    code,
    message: namesCustomers(row.scan.flow) ? bare : message,
    seen: false,
    canSendAgain: code === faultCode,
  };
  const refused: Row = { ...row, state: 'refused', refusal };
  await saveRow(refused);
  if (answered(row.scan, answer)) await saveRow({ ...refused, refusal: { ...refusal, seen: true } });
}
