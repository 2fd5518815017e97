import type { Work } from '../platform/work.ts';
import { sharedHand } from './store.ts';

/**
 * Whether who acts is another person than the first one, as far as accounts tell: neither of them, nor anybody else but an admin,
 * opened both accounts or gave both a password or a PIN, nor one the other's. Of each account the last who did counts, so that
 * an admin's code sets it free. Where the first works on the floor and never was a manager, whoever hired him may be the second.
 */
export async function isSecondPerson(work: Work, first: string): Promise<boolean> {
  return !(await sharedHand(work.tx, { first, second: work.actor.userId }));
}
