import { refuse, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { recipientNow } from './recipient.ts';
import { causeCodes, type Order } from './rules.ts';

/** 9 to 15 digits as telephones are written: from 0, +, 82, or from 10 and the like where the 0 was left out. */
const PHONE = /(?<!\d)(?:\+\d|0\d|82|1[016-9](?=\D))(?:[\s().\-·/]{0,2}\d){7,13}(?!\d)/u;
const EMAIL = /\S@\S+\.\S/u;
const HANGUL_OR_HAN = /[\p{Script=Hangul}\p{Script=Han}]/u;

/**
 * Why something is done to an order stays in its history for ever, in clear, and is shown to whoever packs it: a code, or words
 * that name nobody. Refuses `cause_personal` for a phone number, a mail address or the name of who gets the order; what was
 * found is told, and not as it was sent.
 */
export async function refuseNamed(
  work: Work,
  order: Order,
  field: 'cause' | 'reason',
  given: string,
): Promise<Refused | undefined> {
  if ((causeCodes as readonly string[]).includes(given)) return undefined;
  const text = given.normalize('NFKC');
  const found = PHONE.test(text)
    ? 'phone'
    : EMAIL.test(text)
      ? 'email'
      : names(text, (await recipientNow(work.tx, order))?.person.name)
        ? 'name'
        : undefined;
  if (found === undefined) return undefined;
  const message = 'A cause is kept for ever: it may name nobody';
  return refuse('cause_personal', message, {
    status: 422,
    field,
    got: found,
    expected: 'a code or words without a person',
  });
}

const wordsOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** A name in Hangul or Han stands in whatever is written around it; any other as words of its own. */
function names(text: string, name = ''): boolean {
  const [said, sought] = [wordsOf(text), wordsOf(name)];
  if (sought.join('').length < 2) return false;
  if (HANGUL_OR_HAN.test(name)) return said.join('').includes(sought.join(''));
  return ` ${said.join(' ')} `.includes(` ${sought.join(' ')} `);
}
