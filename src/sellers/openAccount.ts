import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { accountOpened } from './events.ts';
import type { Opened, OpenAccount } from './schema.ts';
import { addSeller, sellerByCode } from './store.ts';

/**
 * Opens a seller's account. The same code and name again answer 200 with the account that exists.
 * Refuses `seller_code_taken` where the code belongs to a seller of another name.
 */
export async function openAccount(work: Work, input: OpenAccount): Promise<Outcome<Opened>> {
  const sellerId = newId();
  const added = await addSeller(work.tx, { ...input, sellerId, terms: input.terms ?? {}, at: work.at });
  if (!added) {
    const known = await sellerByCode(work.tx, input.code);
    if (known.name === input.name) return done({ sellerId: known.sellerId }, 200);
    return refuse('seller_code_taken', 'Another seller has this code', { field: 'code', got: input.code });
  }
  tell(work, accountOpened(sellerId));
  return done({ sellerId });
}
