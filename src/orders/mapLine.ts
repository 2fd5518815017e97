import { mayUseSite } from '../auth/index.ts';
import { itemById } from '../catalogue/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Placed } from './schema.ts';
import { placed, settleUnits } from './settleUnits.ts';
import { lockOrder } from './store.ts';

/** Staff say what an unknown code of an order meant; a paid order is promised as soon as all its lines are known. */
export async function mapLine(
  work: Work,
  input: { orderId: string; lineNo: number; itemId: string },
): Promise<Outcome<Placed>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  const line = order.lines.find(({ lineNo }) => lineNo === input.lineNo);
  if (line === undefined) return notFound('line', 'lineNo', input.lineNo);
  const item = await itemById(work.tx, input.itemId);
  if (item === undefined || item.sellerId !== order.sellerId) return notFound('item', 'itemId', input.itemId);
  if (line.itemId !== null) {
    if (line.itemId === item.itemId) return done(placed(order));
    return refuse('line_mapped', 'This line has its item already', { got: input.itemId, expected: line.itemId });
  }
  line.itemId = item.itemId;
  return settleUnits(work, order, { event: 'mapped', onShortfall: 'keep', changed: [line] });
}
