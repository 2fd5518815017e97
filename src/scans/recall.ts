import type { Database } from '../platform/database.ts';
import type { Flow } from './step.shared.ts';
import type { Standing } from './store.ts';

/** Where the last scan of a device led, as the process that answered it remembers. */
export interface Recalled extends Standing {
  flow: Flow;
  userId: string;
  /** Which has proved the device: another one of the same person has not. */
  session: string | undefined;
  /** The flow's own. */
  sight: unknown;
}

/** Some kilobytes each; of those that have not scanned for longest nothing is remembered. */
const MOST = 2_000;

const memories = new WeakMap<Database, Map<string, Recalled>>();

function memoryOf(db: Database): Map<string, Recalled> {
  const memory = memories.get(db) ?? new Map<string, Recalled>();
  memories.set(db, memory);
  return memory;
}

export const recall = (db: Database, deviceId: string): Recalled | undefined => memoryOf(db).get(deviceId);

export const forgetDevice = (db: Database, deviceId: string): boolean => memoryOf(db).delete(deviceId);

export function remember(db: Database, deviceId: string, recalled: Recalled): void {
  const memory = memoryOf(db);
  memory.delete(deviceId);
  memory.set(deviceId, recalled);
  if (memory.size > MOST) memory.delete(memory.keys().next().value!);
}
