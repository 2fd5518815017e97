import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { lineState } from './rules.ts';
import type { Shipment } from './schema.ts';
import { shipmentSeen } from './shipmentFor.ts';
import { boxesOf, headOf, linesOf } from './store.ts';

/** One shipment with its boxes and its lines as counted up to now. */
export async function showShipment(work: Work, query: { shipmentId: string }): Promise<Outcome<Shipment>> {
  const seen = await shipmentSeen(work, query.shipmentId);
  if (seen.refused) return seen;
  const { siteId, shipmentId } = seen.value;
  const head = await headOf(work.tx, shipmentId);
  if (head === undefined) return notFound('shipment', 'shipmentId', shipmentId);
  const counted = ['counted', 'closed'].includes(head.state);
  const lines = (await linesOf(work.tx, siteId, shipmentId)).map((line) => ({
    ...line,
    state: lineState(line, counted),
  }));
  return done({ ...head, lines, boxes: await boxesOf(work.tx, siteId, shipmentId) });
}
