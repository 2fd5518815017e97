import type { z } from 'zod';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { termsSet } from './events.ts';
import type { Seller, SetTerms } from './schema.ts';
import { keepSeller, sellerById } from './store.ts';

/** Changes what was agreed with a seller; terms that are not named stay. A suspended seller books and sells nothing new. */
export async function setTerms(
  work: Work,
  input: z.infer<typeof SetTerms> & { sellerId: string },
): Promise<Outcome<Seller>> {
  const known = await sellerById(work.tx, input.sellerId);
  if (known === undefined) return notFound('seller', 'sellerId', input.sellerId);
  const seller: Seller = {
    ...known,
    name: input.name ?? known.name,
    state: input.state ?? known.state,
    terms: { ...known.terms, ...input.terms },
  };
  await keepSeller(work.tx, seller);
  tell(work, termsSet(seller.sellerId, seller.state));
  return done(seller);
}
