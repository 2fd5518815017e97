import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Role, Work } from '../platform/work.ts';
import { setBadgeCode, setRole } from './store.ts';
import { userWithin } from './userWithin.ts';

/** Gives somebody another role, or other sites. The next request of his goes by it; sockets are opened anew. */
export async function grantRole(
  work: Work,
  input: { userId: string; role: Role; siteIds: string[]; sellerId?: string | undefined },
): Promise<Outcome<object>> {
  const account = await userWithin(work, input.userId);
  if (account === undefined) return notFound('user');
  const { role, siteIds, userId } = work.actor;
  // whoever may take his own rights away has nobody who gives them back
  if (account.userId === userId) return refuse('not_allowed', 'Nobody grants to himself', { status: 403 });
  const beyond = input.role === 'admin' || [...input.siteIds, ...account.siteIds].some((id) => !siteIds.includes(id));
  if (role !== 'admin' && beyond) return refuse('not_allowed', 'Beyond what you may grant', { status: 403 });
  await setRole(work, { ...input, sellerId: input.sellerId });
  return done({});
}

/** The label on a worker's badge; null takes it back, where a badge was lost. */
export async function giveBadge(work: Work, input: { userId: string; badge: string | null }): Promise<Outcome<object>> {
  const account = await userWithin(work, input.userId);
  if (account === undefined) return notFound('user');
  const given = await setBadgeCode(work, input);
  return given ? done({}) : refuse('badge_taken', 'The badge is somebody else’s', { field: 'badge', got: input.badge });
}
