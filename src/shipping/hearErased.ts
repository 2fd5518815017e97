import type { Consumer } from '../platform/relay.ts';
import { blankTrackings } from './store.ts';

/** Whoever got the order is nobody's to know any more: the customer's page loses its name, too. */
export const hearErased: Consumer = {
  name: 'shipping.hearErased',
  kinds: ['orders.recipientErased'],
  hear: (work, fact) => blankTrackings(work.tx, fact.sellerId!, fact.subject),
};
