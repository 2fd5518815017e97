import type { Scan } from '../../src/scans/step.shared.ts';
import { type Row, type Worker, storage } from './storage.ts';

/** `deviceId` and the counter stand in both storages of the browser; wiping one of them never repeats a number. */
const idKey = 'deviceId';
const seqKey = 'deviceSeq';

let known: Promise<string> | null = null;

/** The device's name for the server: a UUID made once and kept. */
export function deviceId(): Promise<string> {
  known = known || findId();
  return known;
}

async function findId(): Promise<string> {
  const db = await storage();
  const inDatabase = await db.get('numbers', 'device');
  const id = localStorage.getItem(idKey) || inDatabase?.deviceId || newId();
  localStorage.setItem(idKey, id);
  if (inDatabase?.deviceId !== id) await db.put('numbers', { deviceId: id, seq: inDatabase?.seq || 0 }, 'device');
  return id;
}

export type Unnumbered = Omit<Scan, 'deviceId' | 'seq'>;

let turn: Promise<unknown> = Promise.resolve();

/** Stores a scan under the next number; scans keep the order in which they were heard. */
export function putScan(scan: Unnumbered, worker: Worker): Promise<Row> {
  const mine = turn.then(() => number(scan, worker));
  turn = mine.catch(() => undefined);
  return mine;
}

/** One transaction: no number without a scan, no scan without a number. `strict`: on the disk before it counts. */
async function number(scan: Unnumbered, worker: Worker): Promise<Row> {
  const id = await deviceId();
  const transaction = (await storage()).transaction(['numbers', 'scans'], 'readwrite', { durability: 'strict' });
  const numbers = transaction.objectStore('numbers');
  const last = await numbers.get('device');
  const seq = Math.max(last?.seq || 0, Number(localStorage.getItem(seqKey)) || 0) + 1;
  const row: Row = { seq, scan: { ...scan, deviceId: id, seq }, worker, state: 'waiting', faults: 0 };
  await Promise.all([
    numbers.put({ deviceId: id, seq }, 'device'),
    transaction.objectStore('scans').add(row),
    transaction.done,
  ]);
  localStorage.setItem(seqKey, String(seq));
  return row;
}

/** `crypto.randomUUID` is younger than the oldest WebView served and absent without https. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] || 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] || 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
