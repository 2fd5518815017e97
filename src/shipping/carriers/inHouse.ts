import type { Carrier } from './port.ts';

const inHouse = (code: string, name: string): Carrier => ({
  code,
  name,
  inHouse: true,
  buy: ({ sscc }) => Promise.resolve({ trackingNo: sscc }),
  find: () => Promise.resolve(undefined),
  cancel: () => Promise.resolve(),
});

/** Our vehicles. */
export const ownFleet = inHouse('own', 'Own fleet');

/** A carrier who takes parcels by their printed label and scans the SSCC; what happens next is told by POST. */
export const paperCarrier = inHouse('paper', 'Carrier by paper');
