import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Role, Work } from '../platform/work.ts';
import { accountById, type Account } from './store.ts';

/**
 * An account to which this person may give a way in, or from which he may take one: admins any, managers those that work at
 * their sites alone and are no admin's, sellers their own. One that works elsewhere, too, a manager knows of and may not touch.
 */
export async function userWithin(work: Work, userId: string): Promise<Outcome<Account>> {
  const account = await accountById(work.tx, userId);
  if (account === undefined || !isKnown(work, account)) return notFound('user');
  return mayGrant(work, account.siteIds) ?? done(account);
}

function isKnown({ actor }: Work, account: Account): boolean {
  if (actor.role === 'admin') return true;
  if (actor.sellerId !== undefined) return account.sellerId === actor.sellerId;
  return account.role !== 'admin' && account.siteIds.some((siteId) => actor.siteIds.includes(siteId));
}

const BEYOND = refuse('not_allowed', 'Beyond what you may grant', { status: 403 });

/** Only an admin makes another. */
export const mayGrantRole = ({ actor }: Work, role: Role): Refused | undefined =>
  role === 'admin' && actor.role !== 'admin' ? BEYOND : undefined;

/** Nobody but an admin gives rights, or a way in, at sites that are not his own; a seller's own accounts are his. */
export function mayGrant({ actor }: Work, siteIds: string[]): Refused | undefined {
  if (actor.role === 'admin' || actor.sellerId !== undefined) return undefined;
  return siteIds.every((siteId) => actor.siteIds.includes(siteId)) ? undefined : BEYOND;
}
