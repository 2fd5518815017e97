import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import { shipmentCameTo } from './events.ts';
import { refuseMove, type ShipmentMove } from './rules.ts';
import type { State } from './schema.ts';
import { keepShipment, lockShipment, shipmentById, type ShipmentRow } from './store.ts';

/** A shipment that the actor may see; others are as absent. */
export async function shipmentSeen(work: Work, shipmentId: string): Promise<Outcome<ShipmentRow>> {
  return behindWalls(work, await shipmentById(work.tx, shipmentId), shipmentId);
}

/** The same, locked until the commit, and in a state from which the move may be made. */
export async function shipmentFor(work: Work, shipmentId: string, move: ShipmentMove): Promise<Outcome<ShipmentRow>> {
  const seen = behindWalls(work, await lockShipment(work.tx, shipmentId), shipmentId);
  if (seen.refused) return seen;
  return refuseMove(seen.value.state, move) ?? seen;
}

function behindWalls(work: Work, shipment: ShipmentRow | undefined, shipmentId: string): Outcome<ShipmentRow> {
  if (shipment === undefined || mayUseSeller(work, shipment.sellerId) || mayUseSite(work, shipment.siteId)) {
    return notFound('shipment', 'shipmentId', shipmentId);
  }
  return done(shipment);
}

/** Keeps a shipment in its new state and tells it. */
export async function bringTo(
  work: Work,
  shipment: ShipmentRow,
  to: Partial<ShipmentRow> & { state: State; countedAt?: Date },
): Promise<ShipmentRow> {
  const { countedAt, ...changes } = to;
  const next: ShipmentRow = { ...shipment, ...changes };
  await keepShipment(work.tx, { ...next, ...(countedAt === undefined ? {} : { countedAt }) });
  if (next.state !== shipment.state) tell(work, shipmentCameTo(next, shipment.state));
  return next;
}
