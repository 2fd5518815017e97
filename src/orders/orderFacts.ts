import type { Tx } from '../platform/work.ts';
import type { Order } from './rules.ts';
import { orderHeads, recipientSpots, withLines } from './store.ts';

/** Orders as they stand now, unlocked, by id; ids that are nobody's are left out. */
export async function orderFacts(tx: Tx, orderIds: string[]): Promise<Map<string, Order>> {
  return withLines(tx, await orderHeads(tx, orderIds));
}

/** Where orders go, for planning their stops, by order id; those whose buyer gave no coordinates are left out. */
export async function destinationsOf(tx: Tx, orderIds: string[]): Promise<Map<string, { lat: number; lon: number }>> {
  const spots = await recipientSpots(tx, orderIds);
  return new Map(spots.map(({ orderId, lat, lon }) => [orderId, { lat, lon }]));
}
