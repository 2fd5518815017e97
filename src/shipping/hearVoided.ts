import type { Consumer } from '../platform/relay.ts';
import { carrierOf } from './carriers/index.ts';
import { liveLabel, markVoid } from './store.ts';

/** A parcel that was opened again has no use for its label. */
export const hearVoided: Consumer = {
  name: 'shipping.hearVoided',
  kinds: ['packing.parcelVoided'],
  async hear(work, fact) {
    const label = await liveLabel(work.tx, fact.siteId!, fact.subject);
    if (label === undefined) return;
    await carrierOf(label.carrier)?.cancel(label.labelId);
    await markVoid(work, label, 'parcel_opened');
  },
};
