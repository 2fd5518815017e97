import type { Consumer } from '../platform/relay.ts';
import { noteEvents } from './noteEvents.ts';

/** The first line of a parcel's story. */
export const hearClosed: Consumer = {
  name: 'shipping.hearClosed',
  kinds: ['packing.parcelClosed'],
  async hear(work, fact) {
    const parcelId = fact.subject;
    await noteEvents(work, fact.siteId!, [{ parcelId, eventId: 'packed', kind: 'packed', happenedAt: fact.at }]);
  },
};
