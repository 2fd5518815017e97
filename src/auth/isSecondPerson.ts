import type { Work } from '../platform/work.ts';
import { sharedHand } from './store.ts';

/**
 * Whether who acts is another person than the first one, as far as accounts tell: neither of them, nor anybody else but an admin,
 * opened both accounts or gave both a password or a PIN, nor one the other's, of whatever role: a manager who opens an account
 * may work with it on the floor, too. Of each account the last who did counts, for its password and for its PIN, so that an
 * admin's codes set it free.
 */
export async function isSecondPerson(work: Work, first: string): Promise<boolean> {
  return !(await sharedHand(work.tx, { first, second: work.actor.userId }));
}
