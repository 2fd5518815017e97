import { conclude } from '../platform/answerApart.ts';
import { hashPassword, verifyPassword } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newDigits } from '../platform/ids.ts';
import { asOne } from '../platform/transaction.ts';
import type { Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { FRESH_MS, isObviousPin, restUntil, TEMPORARY_MS, WRONG_TRIES } from './rules.ts';
import { locked } from './signIn.ts';
import { weakPin } from './signInByPin.ts';
import { accountById, countFailure, forgetTries, sessionByHash, setPinHash, type Account } from './store.ts';
import { userWithin } from './userWithin.ts';

const PIN_DIGITS = 6;

/** A worker chooses a PIN: just after signing in by password, or with the password again. */
export async function setPin(
  work: Work,
  input: { pin: string; password?: string | undefined },
): Promise<Outcome<object>> {
  const account = await accountById(work.tx, work.actor.userId);
  if (account === undefined) return notFound('user');
  const proved = await proveAgain(work, account, input.password);
  if (proved.refused) return proved;
  const weak = weakPin(input.pin);
  if (weak !== undefined) return { ...weak, refusal: { ...weak.refusal, field: 'pin' } };
  const pinHash = await hashPassword(input.pin);
  return conclude(work, async (work) => {
    await setPinHash(work, { userId: account.userId, pinHash });
    await forgetTries(work, [`person ${account.userId}`]);
    await noteEvent(work, account.userId, 'pin_chosen');
    return done({});
  });
}

/** That whoever holds the session is whose it is: the password was given just now, or is given again. */
export async function proveAgain(work: Work, account: Account, password?: string): Promise<Outcome<undefined>> {
  if (password === undefined) {
    const session = await sessionByHash(work.tx, work.actor.session ?? '');
    const fresh = session?.method === 'password' && work.at.getTime() - session.at.getTime() <= FRESH_MS;
    if (fresh) return done(undefined);
    return refuse('password_needed', 'Give your password again', { status: 403, field: 'password' });
  }
  if (account.lockedUntil !== null && account.lockedUntil > work.at) return locked(account.lockedUntil);
  // a code from a supervisor opens the sign-in, and nothing else
  const matches = await verifyPassword(account.passwordHash, password);
  if (matches && account.passwordUntil === null) return done(undefined);
  const lockedUntil = restUntil(work.at);
  const counted = await countFailure(work, { userId: account.userId, tries: WRONG_TRIES, lockedUntil });
  return counted
    ? refuse('password_wrong', 'The password is wrong', { status: 403, field: 'password' })
    : locked(lockedUntil);
}

/** A supervisor gives a worker who forgot his PIN another, which is good for choosing one of his own within an hour. */
export async function resetPin(work: Work, input: { userId: string }): Promise<Outcome<{ pin: string; until: Date }>> {
  const found = await userWithin(work, input.userId);
  if (found.refused) return found;
  const { userId, sellerId } = found.value;
  if (sellerId !== null) return notFound('user');
  let pin = newDigits(PIN_DIGITS);
  while (isObviousPin(pin)) pin = newDigits(PIN_DIGITS);
  const until = new Date(work.at.getTime() + TEMPORARY_MS);
  const pinHash = await hashPassword(pin);
  await asOne(work, async (work) => {
    await setPinHash(work, { userId, pinHash, until });
    await forgetTries(work, [`person ${userId}`]);
    await noteEvent(work, userId, 'pin_reset');
  });
  return done({ pin, until });
}
