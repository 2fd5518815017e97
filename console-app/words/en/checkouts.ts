export const checkouts = {
  'checks.checkouts': 'Paid, no order ({n})',
  'checkouts.lead':
    'A shop took the money and sent no order. These units are sold to nobody until the order comes or somebody releases them.',
  'checkouts.none': 'Every paid checkout has its order',
  'checkouts.noneHint': 'A checkout whose payment was confirmed appears here until its order comes.',
  'checkouts.number': 'Shop’s number',
  'checkouts.channel': 'Channel',
  'checkouts.keeps': 'Keeps',
  'checkouts.since': 'Paid',
  'checkouts.release': 'Release',
  'checkouts.title': 'Release what {order} keeps?',
  'checkouts.hint':
    'The units are on sale again. If the order comes after all, it is promised anew, or waits where nothing is left.',
  'checkouts.released': '{order} keeps nothing any more',
  'cause.payment_returned': 'Payment went back',
  'cause.cancelled_at_shop': 'Cancelled in the shop',
  'cause.bought_twice': 'Bought twice',
  'cause.shop_silent': 'The shop knows no such order',
} as const;
