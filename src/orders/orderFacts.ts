import type { Tx } from '../platform/work.ts';
import type { Order } from './rules.ts';
import { orderHeads, recipientRow, recipientSpots, withLines } from './store.ts';

/** Orders as they stand now, unlocked, by id; ids that are nobody's are left out. */
export async function orderFacts(tx: Tx, orderIds: string[]): Promise<Map<string, Order>> {
  return withLines(tx, await orderHeads(tx, orderIds));
}

/** Where an order goes, for planning its stop; undefined where nobody gave coordinates. */
export async function destinationOf(
  tx: Tx,
  key: { sellerId: string; orderId: string },
): Promise<{ lat: number; lon: number } | undefined> {
  const row = await recipientRow(tx, key);
  return row === undefined || row.lat === null || row.lon === null ? undefined : { lat: row.lat, lon: row.lon };
}

/** The same for many orders at once, by order id. */
export async function destinationsOf(tx: Tx, orderIds: string[]): Promise<Map<string, { lat: number; lon: number }>> {
  const spots = await recipientSpots(tx, orderIds);
  return new Map(spots.map(({ orderId, lat, lon }) => [orderId, { lat, lon }]));
}
