/** Where the units of a line are; each unit is in exactly one. The first seven come in the order of fulfilment. */
export const columns = [
  'waiting',
  'back_ordered',
  'promised',
  'allocated',
  'picked',
  'packed',
  'shipped',
  'delivered',
  'returned',
  'cancelled',
] as const;
export type Column = (typeof columns)[number];
