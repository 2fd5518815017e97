import { hashPassword } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import type { OpenUser } from './schema.ts';
import { accountByLogin, insertAccount, setPassword, setState, usersOf } from './store.ts';
import { userWithin } from './userWithin.ts';

/** Opens an account. Managers open them for their own sites and for everybody but admins. */
export async function openUser(work: Work, input: OpenUser): Promise<Outcome<{ userId: string }>> {
  const { role, siteIds } = work.actor;
  const beyond = input.role === 'admin' || input.siteIds.some((siteId) => !siteIds.includes(siteId));
  if (role !== 'admin' && beyond) return refuse('not_allowed', 'Beyond what you may grant', { status: 403 });
  const { password, ...user } = input;
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
  if (known?.demo) return setPassword(work, known.userId, user.passwordHash);
  if (known === undefined) await insertAccount(work, { ...user, userId: newId(), demo: true, sellerId: user.sellerId });
}

export async function listUsers(work: Work) {
  return done({ users: await usersOf(work.tx, work.actor.role === 'admin' ? undefined : work.actor.siteIds) });
}

/** Blocks or unblocks; blocking ends the account's sessions at once. */
export async function blockUser(work: Work, input: { userId: string; state: 'active' | 'blocked' }) {
  const user = await userWithin(work, input.userId);
  if (user === undefined) return notFound('user');
  await setState(work, input.userId, input.state);
  return done({});
}
