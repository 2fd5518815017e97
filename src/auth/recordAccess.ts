import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { insertAccess } from './store.ts';

/** Notes who saw whose personal data and why, in the transaction that unseals them. */
export function recordAccess(work: Work, access: { subject: string; fields: string; why: string }): Promise<void> {
  return insertAccess(work, { ...access, accessId: newId(), origin: work.actor.deviceId ?? work.actor.login });
}
