import { keyedHash } from '../platform/secret.ts';
import type { Work } from '../platform/work.ts';
import { REST_S, WRONG_TRIES } from './rules.ts';
import { countTry, dropStrangers as drop, triesOf } from './store.ts';

/**
 * What is counted where nobody has a login: of what was typed, which may be somebody's password, a hash that nobody guesses
 * without the secret. With another secret the counting begins anew.
 */
export const nobody = (secret: 'password' | 'pin', typed: string) =>
  `nobody ${keyedHash(`${secret} of nobody`, typed.toLowerCase())}`;

/**
 * Counts a wrong password for a login that nobody has as an account of that name would, in the database as all processes see
 * it, so that a guesser is told the same of both.
 * @returns until when it rests, where this is one too many
 */
export async function countStranger(work: Work, login: string): Promise<Date | undefined> {
  const subject = nobody('password', login);
  const counted = await countTry(work, { subject, each: WRONG_TRIES, rests_s: [REST_S], most: undefined });
  return counted === undefined ? ((await triesOf(work.tx, subject)).lockedUntil ?? work.at) : undefined;
}

/** Some 20 MB. Each costs whoever guesses the check of a password, so that few come between two rounds of the job. */
const MOST = 100_000;

/** Anybody can name any number of logins that nobody has: the latest are remembered. */
export async function dropStrangers(work: Work): Promise<void> {
  await drop(work.tx, MOST);
}
