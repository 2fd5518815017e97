import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Scan } from '../../src/scans/step.shared.ts';

/** Who pulled the trigger, as the handheld knows him. */
export interface Worker {
  userId: string;
  login: string;
}

/** A scan until the server has answered it, then only if it was refused. No customers' names, addresses or texts. */
export interface Row {
  seq: number;
  scan: Scan;
  /** It goes up under this worker's name and nobody else's; absent in rows of an older build, until they are claimed. */
  worker?: Worker;
  state: 'waiting' | 'refused';
  /** How often the server failed on this very scan. */
  faults: number;
  refusal?: { code: string; message: string; seen: boolean; canSendAgain: boolean };
}

/** What the service worker needs of a session. */
export interface Pass {
  token: string;
  userId: string;
}

interface Schema extends DBSchema {
  scans: { key: number; value: Row; indexes: { state: string } };
  numbers: { key: 'device'; value: { deviceId: string; seq: number } };
  door: { key: 'pass'; value: Pass };
}

export type Storage = IDBPDatabase<Schema>;

let opened: Promise<Storage> | null = null;

export function storage(): Promise<Storage> {
  opened =
    opened ||
    openDB<Schema>('scans', 1, {
      upgrade(db) {
        db.createObjectStore('scans', { keyPath: 'seq' }).createIndex('state', 'state');
        db.createObjectStore('numbers');
        db.createObjectStore('door');
      },
    });
  return opened;
}

export const ownerOf = (row: Row): string => row.worker?.userId ?? '';

/** What this worker has waiting, oldest first; all rows are read only where another's stand before them. */
export async function waitingRows(limit: number, userId: string): Promise<Row[]> {
  const isOwn = (row: Row): boolean => ownerOf(row) === userId;
  const first = await (await storage()).getAllFromIndex('scans', 'state', 'waiting', limit);
  return first.every(isOwn) ? first : (await allWaiting()).filter(isOwn).slice(0, limit);
}

export async function allWaiting(): Promise<Row[]> {
  return (await storage()).getAllFromIndex('scans', 'state', 'waiting');
}

/** What an older build left without a name is of whoever was signed in when this one came. */
export async function claimNameless(worker: Worker): Promise<void> {
  for (const row of await allWaiting()) if (!row.worker) await saveRow({ ...row, worker });
}

export async function refusedRows(): Promise<Row[]> {
  return (await storage()).getAllFromIndex('scans', 'state', 'refused');
}

export async function countWaiting(): Promise<number> {
  return (await storage()).countFromIndex('scans', 'state', 'waiting');
}

export async function saveRow(row: Row): Promise<void> {
  await (await storage()).put('scans', row);
}

export async function dropRow(seq: number): Promise<void> {
  await (await storage()).delete('scans', seq);
}

/** The service worker sends what waits when no page is alive. */
export async function leavePass(pass: Pass | null): Promise<void> {
  const db = await storage();
  await (pass === null ? db.clear('door') : db.put('door', pass, 'pass'));
}

export async function passAtTheDoor(): Promise<Pass | undefined> {
  return (await storage()).get('door', 'pass');
}
