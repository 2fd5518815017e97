import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Role, Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { setBadgeCode, setRole } from './store.ts';
import { refuseGrant, userWithin } from './userWithin.ts';

/** Gives somebody another role, or other sites. The next request of his goes by it; sockets are opened anew. */
export async function grantRole(
  work: Work,
  input: { userId: string; role: Role; siteIds: string[]; sellerId?: string | undefined },
): Promise<Outcome<object>> {
  const account = await userWithin(work, input.userId);
  if (account.refused) return account;
  // whoever may take his own rights away has nobody who gives them back
  if (input.userId === work.actor.userId) return refuse('not_allowed', 'Nobody grants to himself', { status: 403 });
  const beyond = await refuseGrant(work, input);
  if (beyond) return beyond;
  await setRole(work, { ...input, sellerId: input.sellerId });
  await noteEvent(work, input.userId, 'role_granted', input.role);
  return done({});
}

/** The label on a worker's badge; null takes it back, where a badge was lost. */
export async function giveBadge(work: Work, input: { userId: string; badge: string | null }): Promise<Outcome<object>> {
  const account = await userWithin(work, input.userId);
  if (account.refused) return account;
  const given = await setBadgeCode(work, input);
  if (given) await noteEvent(work, input.userId, input.badge === null ? 'badge_taken_back' : 'badge_given');
  return given ? done({}) : refuse('badge_taken', 'The badge is somebody else’s', { field: 'badge', got: input.badge });
}
