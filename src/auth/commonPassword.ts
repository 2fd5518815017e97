import { invalid, type Refused } from '../platform/errors.ts';

/** Of those that a rule of length would let in, the ones that are used most: ASVS asks for 3,000. */
const [LEAST_SIGNS, MOST_USED] = [8, 4000];
let known: Promise<ReadonlySet<string>> | undefined;

/** Read when the first password is chosen: an app that only signs people in has no use for them. */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const ranked = dictionary['passwords-common'];
  return new Set(ranked.filter(({ length }) => length >= LEAST_SIGNS).slice(0, MOST_USED));
}

/** One that everybody tries first: much used, or the login or the house, whatever number stands after it. */
export async function refuseCommon(field: string, password: string, login: string): Promise<Refused | undefined> {
  const common = await (known ??= readCommon());
  const plain = password.toLowerCase();
  const bare = plain.replace(/[\d\W_]+$/, '');
  const isKnown = common.has(plain) || common.has(bare);
  const isOurs = [plain, bare].includes(login.toLowerCase()) || bare === 'daybreak';
  return isKnown || isOurs ? invalid(field, undefined, 'one that nobody guesses', 'password_common') : undefined;
}
