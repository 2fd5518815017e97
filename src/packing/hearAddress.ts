import type { Consumer } from '../platform/relay.ts';
import { freeMisled } from './store.ts';

/** The right address was told: what waited for it may go again. */
export const hearAddress: Consumer = {
  name: 'packing.hearAddress',
  kinds: ['orders.addressGiven'],
  hear: (work, fact) => freeMisled(work.tx, fact.subject),
};
