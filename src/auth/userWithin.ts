import type { Work } from '../platform/work.ts';
import { accountById, type Account } from './store.ts';

/** An account that this supervisor has a say in: admins in all, managers in those of their sites that are no admin's. */
export async function userWithin(work: Work, userId: string): Promise<Account | undefined> {
  const account = await accountById(work.tx, userId);
  if (account === undefined || work.actor.role === 'admin') return account;
  const shared = account.siteIds.some((siteId) => work.actor.siteIds.includes(siteId));
  return shared && account.role !== 'admin' ? account : undefined;
}
