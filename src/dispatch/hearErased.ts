import { dropFiles } from '../platform/files.ts';
import type { Consumer } from '../platform/relay.ts';
import { blurDoors } from './store.ts';

/** Whoever got the order is nobody's to know any more: its doors lose their place, their pictures and signatures. */
export const hearErased: Consumer = {
  name: 'dispatch.hearErased',
  kinds: ['orders.recipientErased'],
  async hear(work, fact) {
    const { orderId } = fact.body as { orderId: string };
    await dropFiles(work.tx, await blurDoors(work.tx, orderId));
  },
};
