import { phoneIndex } from '../platform/phone.ts';
import { unwrap, wrap, wrappingKey } from '../platform/secret.ts';
import type { Work } from '../platform/work.ts';
import { contextOf, openPerson, personalFields, sealPerson } from './recipient.ts';
import { notUnder, writeSealed, writeWrapped, type RecipientKey } from './store.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const START: RecipientKey = { sellerId: NOBODY, orderId: NOBODY, version: 0 };

export interface Anew {
  wrapped: number;
  /** Of the first layout, which had one key for everything: sealed under a key of their own. */
  upgraded: number;
  /** Where to go on; undefined at the end. */
  after: RecipientKey | undefined;
}

/**
 * One portion of a rotation: the data keys of up to `limit` recipients are wrapped by the present key. What they seal is
 * not touched. Cut at any moment, it may be run again from the start: what is done is left alone.
 */
export async function wrapRecipientsAnew(work: Work, after: RecipientKey = START, limit = 500): Promise<Anew> {
  const { keyId } = wrappingKey();
  const found = await notUnder(work.tx, { keyId, after, limit });
  const anew: Parameters<typeof writeWrapped>[1] = [];
  for (const row of found) {
    const { sellerId, orderId, version } = row;
    if (row.keyId !== null && row.dataKey !== null) {
      const context = contextOf(row);
      const key = unwrap({ keyId: row.keyId, wrapped: row.dataKey }, context);
      anew.push({ sellerId, orderId, version, ...wrap(key, context) });
      continue;
    }
    const person = openPerson(row, personalFields);
    const { rewrap, ...boxes } = sealPerson(person, row);
    const sealed = { ...boxes, ...rewrap(), phoneIndex: await phoneIndex(work, person.phone) };
    await writeSealed(work.tx, { sellerId, orderId, version }, sealed);
  }
  if (anew.length > 0) await writeWrapped(work.tx, anew);
  const last = found.length === limit ? found.at(-1) : undefined;
  return { wrapped: anew.length, upgraded: found.length - anew.length, after: last };
}
