import { hashPassword, nobodysHash, verifyPassword } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { asOne } from '../platform/transaction.ts';
import type { Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { deviceByKey } from './deviceByKey.ts';
import { isObviousPin, tries, triesLeft, type Counted } from './rules.ts';
import type { SignInByPin } from './schema.ts';
import { openFor, type SignedIn } from './signIn.ts';
import {
  accountByLoginOrBadge,
  countTry,
  forgetTries,
  setPinHash,
  triesOf,
  type Account,
  type Device,
  type DeviceAt,
} from './store.ts';
import { nobody } from './strangers.ts';

const subjects = (device: Device, account: Account | undefined, typed: string) => ({
  device: `device ${device.deviceId}`,
  person: account === undefined ? nobody('pin', typed) : `person ${account.userId}`,
});

/**
 * Signs a worker in on an enrolled handheld: the device's key, a login or a badge, and the PIN. Wrong PINs are counted for
 * the person and for the device, before they are judged; somebody whom nobody knows, or of another site, is answered as
 * somebody with another PIN. A PIN from a supervisor is good for choosing one's own with `newPin`.
 */
export async function signInByPin(work: Work, input: SignInByPin): Promise<Outcome<SignedIn>> {
  const shown = await deviceByKey(work.tx, input.deviceId, input.deviceKey);
  if (shown.refused) return shown;
  const device = shown.value;
  const account = await accountByLoginOrBadge(work.tx, input.login);
  const subject = subjects(device, account, input.login);
  const counted = await countBoth(work, subject);
  if (counted.refused) return counted;
  const mayHere = account !== undefined && account.state === 'active' && worksWith(account, device);
  const matches = await verifyPassword(account?.pinHash ?? nobodysHash, input.pin);
  if (!matches || !mayHere || account.pinHash === null) return wrongPin(work, subject, counted.value);
  await forgetTries(work, [subject.person, subject.device]);
  const chosen = await choosePin(work, account, input);
  if (chosen.refused) return chosen;
  const who: Account = { ...account, pinState: 'own', pinHash: chosen.value };
  const opened = await openFor(work, who, { method: 'pin', deviceId: device.deviceId });
  if (opened === undefined) return refuse('sign_in_failed', 'This account is blocked', { status: 401 });
  await noteWhere(work, account.userId, device);
  return done(opened);
}

/** A handheld goes from hand to hand: who had it when, and where, stands in the history of accounts. */
const noteWhere = (work: Work, userId: string, { name, siteCode }: DeviceAt): Promise<void> =>
  asOne(work, (work) =>
    noteEvent({ ...work, actor: { ...work.actor, userId } }, userId, 'signed_in_by_pin', `${name} · ${siteCode}`),
  );

/** Sellers and channels have no work on a handheld; staff have it at their own sites. */
const worksWith = ({ role, sellerId, siteIds }: Account, { siteId }: Device) =>
  sellerId === null && (role === 'admin' || siteIds.includes(siteId));

type Subjects = Record<Counted, string>;

/** The device is looked at first: one that rests counts nobody's tries. @returns wrong ones in a row with this one */
async function countBoth(work: Work, subject: Subjects): Promise<Outcome<Record<Counted, number>>> {
  const { lockedUntil } = await triesOf(work.tx, subject.device);
  if (lockedUntil !== null && lockedUntil > work.at) return pinLocked(lockedUntil, 'device');
  const person = await countTry(work, { subject: subject.person, ...tries.person });
  if (person === undefined) return restOf(work, subject, 'person');
  const device = await countTry(work, { subject: subject.device, ...tries.device });
  return device === undefined ? restOf(work, subject, 'device') : done({ person, device });
}

async function restOf(work: Work, subject: Subjects, counted: Counted) {
  const { failed, lockedUntil } = await triesOf(work.tx, subject[counted]);
  return failed >= (tries[counted].most ?? Infinity) ? pinBlocked() : pinLocked(lockedUntil ?? work.at, counted);
}

async function wrongPin(work: Work, subject: Subjects, counted: Record<Counted, number>) {
  if (counted.person >= tries.person.most) return pinBlocked();
  const [person, device] = [triesLeft('person', counted.person), triesLeft('device', counted.device)];
  const left = Math.min(person, device);
  if (left === 0) return restOf(work, subject, person === 0 ? 'person' : 'device');
  const message = left === 1 ? 'Wrong PIN; 1 try left' : `Wrong PIN; ${left} tries left`;
  return refuse('pin_wrong', message, { status: 401, field: 'pin', details: { triesLeft: left } });
}

const pinLocked = (until: Date, whose: Counted) =>
  refuse('pin_locked', 'Too many wrong PINs; wait', { status: 429, expected: until, details: { triesLeft: 0, whose } });

const pinBlocked = () =>
  refuse('pin_blocked', 'Too many wrong PINs; ask a supervisor', { status: 403, details: { triesLeft: 0 } });

/** A PIN from a supervisor asks for one's own; one's own may be changed by the way. @returns the hash that stands then */
async function choosePin(work: Work, account: Account, { pin, newPin }: SignInByPin): Promise<Outcome<string>> {
  if (account.pinUntil !== null && account.pinUntil <= work.at) {
    return refuse('pin_expired', 'This PIN is too old; ask for another', { status: 403 });
  }
  if (newPin === undefined) {
    if (account.pinState === 'own') return done(account.pinHash!);
    return refuse('pin_temporary', 'Choose a PIN of your own', { status: 409, field: 'newPin' });
  }
  const weak = weakPin(newPin, pin);
  if (weak !== undefined) return weak;
  const { userId } = account;
  const pinHash = await hashPassword(newPin);
  await asOne(work, async (work) => {
    await setPinHash(work, { userId, pinHash });
    await noteEvent({ ...work, actor: { ...work.actor, userId } }, userId, 'pin_chosen');
  });
  return done(pinHash);
}

/** A PIN that is the same again, or what everybody would try first. */
export function weakPin(pin: string, before?: string) {
  if (pin !== before && !isObviousPin(pin)) return undefined;
  return refuse('pin_too_easy', 'Choose a PIN that nobody guesses', { status: 422, field: 'newPin' });
}
