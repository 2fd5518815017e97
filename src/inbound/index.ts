import { keepTime } from './keepTime.ts';

export { book } from './book.ts';
export { bookedDay } from './bookedDay.ts';
export { closeBox } from './closeBox.ts';
export { closeReceipt } from './closeReceipt.ts';
export { fillLpn, type Filling } from './fillLpn.ts';
export { gateIn } from './gateIn.ts';
export { goodsOn, type GoodsOn } from './goodsOn.ts';
export { inspect } from './inspect.ts';
export { nestLpn } from './nestLpn.ts';
export { putAway } from './putAway.ts';
export { receive } from './receive.ts';
export { routes } from './routes.ts';
export { schedule } from './schedule.ts';
export { suggestPutAway, type PutAwayStep } from './suggestPutAway.ts';
export { undoReceipt } from './undoReceipt.ts';
export {
  announces,
  linesOf,
  lpnByCode,
  lpnsByPart,
  receivingOf,
  shipmentById,
  shipmentsByLabel,
  shipmentsByPart,
  type Receiving,
  type ShipmentRow,
} from './store.ts';
export type { Arrival, ShownBox, State } from './schema.ts';

export const jobs = [keepTime];
