import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { insertAccesses } from './store.ts';

export interface Access {
  /** Whose: the ids of orders, or what a search was for. */
  subjects: string[];
  /** Which fields were opened. */
  fields: readonly string[];
  /** A code, never what somebody typed. */
  why: string;
}

/** Notes who saw whose personal data, where from and why, in the transaction that opens them and before it does. */
export async function recordAccess(work: Work, { subjects, fields, why }: Access): Promise<void> {
  if (subjects.length === 0) return;
  await insertAccesses(work, {
    accesses: subjects.map((subject) => ({ accessId: newId(), subject })),
    fields: fields.join(','),
    why,
    origin: work.actor.deviceId ?? work.actor.login,
    ip: work.actor.ip,
  });
}
