import { allocate, lockDemands, type Demand, type HeldStock } from '../inventory/index.ts';
import { advanceHeld, lockDue, type Due, type Line, type Move, type Order } from '../orders/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { fitOrders, type Wanted } from './fitOrders.ts';
import { insertTasks, type LeftOut } from './store.ts';

/**
 * Gives the promised units of due orders their bins, in a handful of statements however many orders there are. An order
 * that the pick bins cannot serve whole stays promised and is named, unless `partly`.
 */
export async function allocateDue(
  work: Work,
  waveId: string,
  due: Due & { partly: boolean },
): Promise<Outcome<LeftOut[]>> {
  const { siteId } = due;
  const orders = await lockDue(work.tx, due);
  if (orders.length === 0) return done([]);
  const wanted = orders.map(wantedOf);
  const demands = wanted.flatMap((order) => order.lines);
  const stock = await lockDemands(work, siteId, demands);
  const fit = fitOrders(wanted, stock.sources, brokenAmong(demands, stock));
  const served = due.partly ? fit.whole.concat(fit.partly) : fit.whole;
  const allocated = await allocate(work, { siteId, lines: served.flatMap((order) => order.lines), held: stock });
  if (allocated.refused) return allocated;
  const { allocations } = allocated.value;
  const held = new Map(orders.map((order) => [order.orderId, order]));
  const advanced = advanceHeld(work, held, movesOf(allocations));
  if (advanced.refused) return advanced;
  await insertTasks(work, { siteId, waveId, batchId: null }, allocations);
  return done(fit.leftOut);
}

/** Promises that no longer hold what their orders ask of them: units were lost, and the orders have not heard of it. */
function brokenAmong(demands: Demand[], { lines }: HeldStock): Set<string> {
  const open = new Map<string, Map<string, number>>();
  for (const { promiseId, itemId, open: units } of lines) {
    const ofPromise = open.get(promiseId);
    if (ofPromise) ofPromise.set(itemId, units);
    else open.set(promiseId, new Map([[itemId, units]]));
  }
  const broken = new Set<string>();
  for (const { promiseId, itemId, quantity } of demands) {
    const ofPromise = open.get(promiseId);
    const left = (ofPromise?.get(itemId) ?? 0) - quantity;
    ofPromise?.set(itemId, left);
    if (left < 0) broken.add(promiseId);
  }
  return broken;
}

function wantedOf({ sellerId, orderId, lines }: Order): Wanted {
  const promised = (line: Line): Demand => ({
    sellerId,
    orderId,
    lineNo: line.lineNo,
    promiseId: line.promiseId!,
    itemId: line.itemId!,
    quantity: line.promised,
  });
  return { orderId, lines: lines.filter((line) => line.promised > 0).map(promised) };
}

/** Allocations of one line at several bins, which come one after another, are one move of that line. */
export function movesOf(
  allocations: { sellerId: string; orderId: string; lineNo: number; quantity: number }[],
): Move[] {
  const moves: Move[] = [];
  for (const { sellerId, orderId, lineNo, quantity } of allocations) {
    const last = moves.at(-1);
    if (last?.orderId === orderId && last.lineNo === lineNo) last.quantity += quantity;
    else moves.push({ sellerId, orderId, lineNo, from: 'promised', to: 'allocated', quantity });
  }
  return moves;
}
