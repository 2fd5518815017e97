import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Role, Work } from '../platform/work.ts';
import { accountById, unknownAmong, worksEverywhere, type Account } from './store.ts';

/**
 * An account to which this person may give a way in, or from which he may take one: admins any, managers those that work at
 * their sites alone and are no admin's, sellers their own. One that works elsewhere, too, a manager knows of and may not touch.
 */
export async function userWithin(work: Work, userId: string): Promise<Outcome<Account>> {
  const account = await accountById(work.tx, userId);
  if (account === undefined || !isKnown(work, account)) return notFound('user');
  return (await mayGrant(work, account)) ?? done(account);
}

function isKnown({ actor }: Work, account: Account): boolean {
  if (actor.role === 'admin') return true;
  if (actor.sellerId !== undefined) return account.sellerId === actor.sellerId;
  return account.role !== 'admin' && account.siteIds.some((siteId) => actor.siteIds.includes(siteId));
}

const BEYOND = refuse('not_allowed', 'Beyond what you may grant', { status: 403 });

/** Only an admin makes another. */
const mayGrantRole = ({ actor }: Work, role: Role): Refused | undefined =>
  role === 'admin' && actor.role !== 'admin' ? BEYOND : undefined;

const EVERYWHERE = refuse('seller_everywhere', 'A seller’s account reaches every site; ask an administrator', {
  status: 403,
  field: 'role',
});

/** What an account opens: the work at its sites, and what a seller has wherever it lies. */
interface Reach {
  siteIds: string[];
  sellerId?: string | null | undefined;
}

/**
 * Nobody but an admin gives rights, or a way in, beyond sites that are his own. An account of a seller sees the orders of every
 * site, whatever sites it names; a seller's own accounts are his.
 */
async function mayGrant({ actor, tx }: Work, { siteIds, sellerId }: Reach): Promise<Refused | undefined> {
  if (actor.role === 'admin' || actor.sellerId !== undefined) return undefined;
  // of an account without a site no manager could take anything back
  if (siteIds.length === 0 || !siteIds.every((siteId) => actor.siteIds.includes(siteId))) return BEYOND;
  return (sellerId ?? null) === null || (await worksEverywhere(tx, actor.siteIds)) ? undefined : EVERYWHERE;
}

/** Whether somebody is to have, and may be given, this role at these sites, all of which there are. */
export async function refuseGrant(work: Work, granted: Reach & { role: Role }): Promise<Refused | undefined> {
  const beyond = mayGrantRole(work, granted.role) ?? (await mayGrant(work, granted));
  if (beyond) return beyond;
  const { siteId, sellerId } = await unknownAmong(work.tx, granted);
  if (siteId !== null) return notFound('site', 'siteIds', siteId);
  return sellerId === null ? undefined : notFound('seller', 'sellerId', sellerId);
}
