export const breaks = {
  'breaks.orders': '{n} {n|order counts|orders count} on these units.',
  'breaks.checkouts': '{n} {n|checkout|checkouts} without an order {n|loses|lose} units.',
  'breaks.broken': '{n} {n|unit|units} will be picked from elsewhere, as far as there are others.',
  'breaks.short': '{n} {n|unit has|units have} nothing else to come from.',
  'breaks.goOn': 'Do it all the same',
} as const;
