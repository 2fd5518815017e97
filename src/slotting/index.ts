import type { Consumer } from '../platform/relay.ts';
import { hearShipped } from './learn.ts';
import { hearLayout, refreshSpaces } from './refreshSpace.ts';

export { admitGoods, releaseSpace } from './admitGoods.ts';
export { learn } from './learn.ts';
export { planMoves } from './planMoves.ts';
export { refreshSpace } from './refreshSpace.ts';
export { routes } from './routes.ts';
export { suggestBin, type GoodsOfLpn, type Suggested } from './suggestBin.ts';
export type { PlannedMove, Why } from './schema.ts';

export const jobs = [refreshSpaces];

export const consumers: Consumer[] = [
  { name: 'slotting.learn', kinds: ['orders.shipped'], together: true, hear: hearShipped },
  {
    name: 'slotting.layout',
    kinds: ['layout.siteAdded', 'layout.binsAdded', 'layout.binMoved'],
    hear: hearLayout,
  },
];
