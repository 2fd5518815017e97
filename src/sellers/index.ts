export { openAccount } from './openAccount.ts';
export { setTerms } from './setTerms.ts';
export { mayUseSeller, OVER_TOLERANCE_PCT } from './rules.ts';
export { sellerById, sellersByIds, sellersByPart, sellersSeenBy } from './store.ts';
export { routes } from './routes.ts';
export type { Seller, Terms } from './schema.ts';
