import { blindIndex } from '../platform/crypto.ts';
import { ALWAYS, dataKeyFor } from '../platform/dataKeys.ts';
import type { Work } from '../platform/work.ts';
import { plainPhone } from './rules.ts';

/** By which a phone is found however it is written, without being opened; null where it is too short to be one. */
export async function phoneIndex(work: Work, phone: string): Promise<Buffer | null> {
  const plain = plainPhone(phone);
  if (plain === undefined) return null;
  const { key } = await dataKeyFor(work, 'phone', ALWAYS);
  return blindIndex(key, plain);
}
