import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Scan } from '../../src/scans/step.shared.ts';

/** A scan until the server has answered it, then only if it was refused. No names, addresses or customers' texts. */
export interface Row {
  seq: number;
  scan: Scan;
  state: 'waiting' | 'refused';
  /** How often the server failed on this very scan. */
  faults: number;
  refusal?: { code: string; message: string; seen: boolean; canSendAgain: boolean };
}

interface Schema extends DBSchema {
  scans: { key: number; value: Row; indexes: { state: string } };
  numbers: { key: 'device'; value: { deviceId: string; seq: number } };
  door: { key: 'token'; value: string };
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

export async function waitingRows(limit: number): Promise<Row[]> {
  return (await storage()).getAllFromIndex('scans', 'state', 'waiting', limit);
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

/** The service worker sends what waits when no page is alive; it needs the token, and nothing else of the session. */
export async function leaveToken(token: string | null): Promise<void> {
  const db = await storage();
  await (token === null ? db.delete('door', 'token') : db.put('door', token, 'token'));
}

export async function tokenAtTheDoor(): Promise<string | undefined> {
  return (await storage()).get('door', 'token');
}
