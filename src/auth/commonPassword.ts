import { readFileSync } from 'node:fs';
import { sha256 } from '../platform/crypto.ts';
import { invalid, type Refused } from '../platform/errors.ts';

/** Of each password the first digits of its SHA-256: the file is no list to try out. */
const DIGITS = 10;
let known: ReadonlySet<string> | undefined;

/** The 4,000 that are used most of those with eight signs or more, from the list of zxcvbn (Dropbox, 2016; MIT). */
function common(): ReadonlySet<string> {
  known ??= new Set(
    readFileSync(new URL('commonPasswords.txt', import.meta.url), 'utf8')
      .replaceAll('\n', '')
      .match(new RegExp(`.{${DIGITS}}`, 'g')),
  );
  return known;
}

/** One that everybody tries first: much used, or the login or the house, whatever number stands after it. */
export function refuseCommon(field: string, password: string, login: string): Refused | undefined {
  const plain = password.toLowerCase();
  const bare = plain.replace(/[\d\W_]+$/, '');
  const isKnown = [plain, bare].some((word) => common().has(sha256(word).slice(0, DIGITS)));
  const isOurs = [plain, bare].includes(login.toLowerCase()) || bare === 'daybreak';
  return isKnown || isOurs ? invalid(field, undefined, 'one that nobody guesses', 'password_common') : undefined;
}
