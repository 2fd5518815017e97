import { refuse, type Refused } from '../platform/errors.ts';
import type { Role, Work } from '../platform/work.ts';
import { accountById, type Account } from './store.ts';

/**
 * An account that this person has a say in: admins in all, managers in those of their sites that are no admin's, sellers in
 * their own.
 */
export async function userWithin(work: Work, userId: string): Promise<Account | undefined> {
  const account = await accountById(work.tx, userId);
  if (account === undefined || work.actor.role === 'admin') return account;
  if (work.actor.sellerId !== undefined) return account.sellerId === work.actor.sellerId ? account : undefined;
  const shared = account.siteIds.some((siteId) => work.actor.siteIds.includes(siteId));
  return shared && account.role !== 'admin' ? account : undefined;
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
