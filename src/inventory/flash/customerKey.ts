import { blindIndex, sha256 } from '../../platform/crypto.ts';
import { ALWAYS, dataKeyFor } from '../../platform/dataKeys.ts';
import { plainPhone } from '../../platform/phone.ts';
import type { Tx, Work } from '../../platform/work.ts';

/** By whom something is bought, as far as a flash sale has to know: a blind index in hexadecimals, never a name or number. */
export interface Buyer {
  customer?: string | undefined;
}

/** A shop's own names of customers may have digits in them, too. */
const PHONE = /^[+()\d\s.-]+$/;

/** Checkouts that are promised together ask for it once. */
const keys = new WeakMap<Tx, Promise<Buffer>>();

function keyOf(work: Work): Promise<Buffer> {
  const known = keys.get(work.tx);
  if (known !== undefined) return known;
  const asked = dataKeyFor(work, 'phone', ALWAYS).then(({ key }) => key);
  keys.set(work.tx, asked);
  return asked;
}

/**
 * The key of a customer named by a phone number, which is the key of an order to this phone too, or by whatever a shop calls
 * its customers, which is known to this seller alone.
 */
export async function customerKey(work: Work, sellerId: string, named: string): Promise<string> {
  const text = named.normalize('NFKC').trim();
  const phone = PHONE.test(text) ? plainPhone(text) : undefined;
  return blindIndex(await keyOf(work), phone ?? `customer ${sellerId} ${text}`).toString('hex');
}

/** The key as one sale keeps it: rows of two sales, or of a sale and an order, do not show that they are of one customer. */
export const keyInSale = (saleId: string, customer: string): string => sha256(`${saleId} ${customer}`).slice(0, 32);
