import { hashPassword, nobodysHash, sha256, verifyPassword } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newToken } from '../platform/ids.ts';
import { asOne } from '../platform/transaction.ts';
import type { Actor, Tx, Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { refuseCommon } from './commonPassword.ts';
import { lifetimes, restUntil, SEEN_EVERY_MS, WRONG_TRIES, type Method } from './rules.ts';
import type { SignIn } from './schema.ts';
import { deviceByKey } from './deviceByKey.ts';
import {
  accountByLogin,
  accountsBySessions,
  actorOfAccount,
  changePasswordHash,
  countFailure,
  openSession,
  seeSession,
  type Account,
  type Since,
} from './store.ts';
import { countStranger } from './strangers.ts';

export interface SignedIn {
  token: string;
  user: {
    id: string;
    login: string;
    role: Actor['role'];
    siteIds: string[];
    sellerId?: string;
    /** Absent where none was ever chosen. */
    language?: 'ko' | 'en';
    hasPin: boolean;
  };
}

const wrong = () => refuse('sign_in_failed', 'Login or password is wrong', { status: 401 });

export const locked = (until: Date | null) =>
  refuse('sign_in_locked', 'Too many tries; wait a little', { status: 429, expected: until ?? undefined });

/**
 * Opens a session. An unknown login costs one check of a password, as a wrong password does, and answers the same. While a
 * password is tried others may be, so that what counts is what the account's row says afterwards: of any number of guesses
 * at once as many are told wrong from right as one after another would be.
 */
export async function signIn(work: Work, input: SignIn): Promise<Outcome<SignedIn>> {
  const login = input.login.toLowerCase();
  const device = await deviceShown(work, input);
  if (device.refused) return device;
  const account = await accountByLogin(work.tx, login);
  const matches = await verifyPassword(account?.passwordHash ?? nobodysHash, input.password);
  if (account === undefined) {
    const until = await countStranger(work, login);
    return until === undefined ? wrong() : locked(until);
  }
  if (account.lockedUntil !== null && account.lockedUntil > work.at) return locked(account.lockedUntil);
  const lockedUntil = restUntil(work.at);
  if (!matches || account.state !== 'active') {
    const counted = await countFailure(work, { userId: account.userId, tries: WRONG_TRIES, lockedUntil });
    return counted ? wrong() : locked(lockedUntil);
  }
  const chosen = await choosePassword(work, account, input);
  if (chosen.refused) return chosen;
  const opened = await openFor(
    work,
    { ...account, passwordHash: chosen.value },
    { method: 'password', ...device.value },
  );
  return opened === undefined ? locked(lockedUntil) : done(opened);
}

/** On a handheld its key is shown beside the password: the session is of that device then, and scans as it. */
async function deviceShown(work: Work, { deviceId, deviceKey }: SignIn): Promise<Outcome<{ deviceId?: string }>> {
  if (deviceId === undefined || deviceKey === undefined) return done({});
  const device = await deviceByKey(work.tx, deviceId, deviceKey);
  return device.refused ? device : done({ deviceId });
}

/** A code from a supervisor asks for a password of one's own, and is gone with it. @returns the hash that stands then */
async function choosePassword(work: Work, account: Account, input: SignIn): Promise<Outcome<string>> {
  const { userId, passwordUntil, passwordHash: from } = account;
  const { password, newPassword } = input;
  if (passwordUntil === null) return done(from);
  if (passwordUntil <= work.at) {
    return refuse('password_expired', 'This code is too old; ask for another', { status: 403 });
  }
  if (newPassword === undefined) {
    return refuse('password_temporary', 'Choose a password of your own', { status: 409, field: 'newPassword' });
  }
  if (newPassword === password) {
    return refuse('password_same', 'Choose another password', { status: 422, field: 'newPassword' });
  }
  const common = await refuseCommon('newPassword', newPassword, account.login);
  if (common) return common;
  const to = await hashPassword(newPassword);
  return asOne(work, async (work) => {
    const changed = await changePasswordHash(work, { userId, from, to, but: undefined });
    if (changed !== 1) return wrong();
    await noteEvent({ ...work, actor: { ...work.actor, userId } }, userId, 'password_chosen');
    return done(to);
  });
}

/**
 * A session for somebody who has proved who he is, in place of the one that he has asked by; nothing where that is so no
 * more: locked, blocked, another password.
 */
export async function openFor(
  work: Work,
  account: Account,
  how: { method: 'password' | 'pin'; deviceId?: string },
): Promise<SignedIn | undefined> {
  const token = newToken();
  const expiresAt = new Date(work.at.getTime() + lifetimes[how.method].whole_ms);
  const proof = how.method === 'pin' ? account.pinHash : account.passwordHash;
  const replaced = work.actor.userId === account.userId ? work.actor.session : undefined;
  const session = { userId: account.userId, proof, tokenHash: sha256(token), expiresAt, replaced, ...how };
  const opened = await openSession(work, session);
  if (!opened) return undefined;
  const { userId, ...actor } = actorOfAccount(account);
  return {
    token,
    user: {
      id: userId,
      login: actor.login,
      role: actor.role,
      siteIds: actor.siteIds,
      hasPin: account.pinState === 'own',
      ...(account.language === null ? {} : { language: account.language }),
      ...(actor.sellerId === undefined ? {} : { sellerId: actor.sellerId }),
    },
  };
}

/** Since when a session must have been used to live on. */
export function livingSince(at: Date): Since {
  const since = (method: Method) => new Date(at.getTime() - lifetimes[method].idle_ms);
  return { password: since('password'), pin: since('pin'), key: since('key') };
}

/** Whom a bearer token belongs to; asked of the database each time, so that a blocked user's next request is refused. */
export async function actorOf(tx: Tx, token: string, at: Date): Promise<Actor | undefined> {
  return (await actorsOf(tx, [token], at))[0];
}

/** The set form, in the order of the tokens. */
export async function actorsOf(tx: Tx, tokens: string[], at: Date): Promise<(Actor | undefined)[]> {
  const hashOf = new Map(tokens.map((token) => [token, sha256(token)]));
  const since = livingSince(at);
  const accounts = await accountsBySessions(tx, { tokenHashes: [...hashOf.values()], at, since });
  const bySession = new Map(accounts.map((account) => [account.tokenHash, account]));
  for (const { tokenHash, seenAt } of accounts) {
    if (seenAt === null || at.getTime() - seenAt.getTime() > SEEN_EVERY_MS) await seeSession(tx, { tokenHash, at });
  }
  return tokens.map((token) => {
    const account = bySession.get(hashOf.get(token)!);
    if (account === undefined) return undefined;
    const { tokenHash: session, sessionDeviceId: deviceId } = account;
    return { ...actorOfAccount(account), session, ...(deviceId === null ? {} : { deviceId }) };
  });
}
