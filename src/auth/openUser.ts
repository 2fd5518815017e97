import { hashPassword } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import type { OpenUser } from './schema.ts';
import { accountByLogin, insertAccount, replacePassword, setState, usersOf } from './store.ts';
import { noteEvent } from './accountEvents.ts';
import { refuseCommon } from './commonPassword.ts';
import { refuseGrant, userWithin } from './userWithin.ts';

/** Opens an account. Managers open them for their own sites and for everybody but admins. */
export async function openUser(work: Work, input: OpenUser): Promise<Outcome<{ userId: string }>> {
  const beyond = await refuseGrant(work, input);
  if (beyond) return beyond;
  const { password, ...user } = input;
  const common = await refuseCommon('password', password, input.login);
  if (common) return common;
  const userId = newId();
  const passwordHash = await hashPassword(password);
  const opened = await insertAccount(work, {
    ...user,
    badge: input.badge,
    userId,
    passwordHash,
    demo: false,
    sellerId: input.sellerId,
  });
  if (opened) await noteEvent(work, userId, 'opened', input.role);
  return opened
    ? done({ userId })
    : refuse('login_taken', 'The login or badge is taken', { field: 'login', got: input.login });
}

/** A demo account is made once; its password follows the start that printed it. All demo accounts share one hash. */
export async function openDemoUser(
  work: Work,
  user: Omit<OpenUser, 'password' | 'badge'> & { passwordHash: string },
): Promise<void> {
  const known = await accountByLogin(work.tx, user.login);
  if (known?.demo) return replacePassword(work, { ...user, userId: known.userId });
  if (known === undefined) await insertAccount(work, { ...user, userId: newId(), demo: true, sellerId: user.sellerId });
}

export async function listUsers(work: Work) {
  return done({ users: await usersOf(work.tx, work.actor.role === 'admin' ? undefined : work.actor.siteIds) });
}

/** Blocks or unblocks; blocking ends the account's sessions at once. */
export async function blockUser(work: Work, input: { userId: string; state: 'active' | 'blocked' }) {
  const user = await userWithin(work, input.userId);
  if (user.refused) return user;
  await setState(work, input.userId, input.state);
  await noteEvent(work, input.userId, input.state === 'blocked' ? 'blocked' : 'unblocked');
  return done({});
}
