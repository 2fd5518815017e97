import { conclude } from '../platform/answerApart.ts';
import { hashPassword } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { refuseCommon } from './commonPassword.ts';
import { proveAgain } from './setPin.ts';
import { accountById, changePasswordHash } from './store.ts';

/** Changes one's own password, with the present one; every other session of this person ends. */
export async function changePassword(
  work: Work,
  input: { password: string; newPassword: string },
): Promise<Outcome<object>> {
  const account = await accountById(work.tx, work.actor.userId);
  if (account === undefined) return notFound('user');
  const proved = await proveAgain(work, account, input.password);
  if (proved.refused) return proved;
  if (input.newPassword === input.password) {
    return refuse('password_same', 'Choose another password', { status: 422, field: 'newPassword' });
  }
  const common = await refuseCommon('newPassword', input.newPassword, account.login);
  if (common) return common;
  const to = await hashPassword(input.newPassword);
  const from = account.passwordHash;
  // a seller's role may not write accounts
  return conclude({ ...work, open: true }, async (work) => {
    const changed = await changePasswordHash(work, { userId: account.userId, from, to, but: work.actor.session });
    if (changed !== 1) return refuse('password_wrong', 'The password has just been changed', { status: 403 });
    await noteEvent(work, account.userId, 'password_changed');
    return done({});
  });
}
