import type { Consumer } from '../platform/relay.ts';
import { tell } from '../platform/work.ts';
import { holdChanged } from './events.ts';
import { freeMisled } from './store.ts';

/** The right address was told: what waited for it may go again. Another name or phone says nothing about the place. */
export const hearAddress: Consumer = {
  name: 'packing.hearAddress',
  kinds: ['orders.addressGiven'],
  async hear(work, fact) {
    if (fact.body['isElsewhere'] === false) return;
    for (const parcel of await freeMisled(work.tx, fact.subject)) tell(work, holdChanged(parcel, null));
  },
};
