import type { Consumer } from '../platform/relay.ts';
import { tell } from '../platform/work.ts';
import { openParcelAsked } from './events.ts';
import { addOpenTask, flagCancelled } from './store.ts';

/** What was packed already for an order that is cancelled: somebody opens it; on the road, the driver is told. */
export const hearCancel: Consumer = {
  name: 'packing.hearCancel',
  kinds: ['orders.cancelRequested'],
  async hear(work, fact) {
    const orderId = fact.subject;
    for (const { siteId, parcelId, sellerId, state } of await flagCancelled(work.tx, orderId)) {
      if (state === 'out' || state === 'failed') continue;
      await addOpenTask(work, siteId, parcelId, 'order_cancelled');
      tell(work, openParcelAsked({ siteId, sellerId, parcelId, orderId }));
    }
  },
};
