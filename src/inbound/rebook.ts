import { done, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { inDraftToo, itemsNamed, knownFor, writeContent } from './book.ts';
import { shipmentRebooked } from './events.ts';
import { problemsOf, refuseProblems } from './problems.ts';
import type { Booked, Rebook } from './schema.ts';
import { shipmentFor } from './shipmentFor.ts';
import { clearContent, keepShipment, type ShipmentRow } from './store.ts';

/**
 * Replaces what a shipment will bring, as a new version; boxes keep their labels in order. Refuses `shipment_stale`
 * where another version was changed than the one the caller saw, `shipment_state` once the goods have come.
 */
export async function rebook(work: Work, input: Rebook & { shipmentId: string }): Promise<Outcome<Booked>> {
  const found = await shipmentFor(work, input.shipmentId, 'rebook');
  if (found.refused) return found;
  const shipment = found.value;
  if (shipment.version !== input.version) {
    const seen = { field: 'version', got: input.version, expected: shipment.version };
    return refuse('shipment_stale', 'Somebody changed the booking meanwhile', seen);
  }
  const items = await itemsNamed(work.tx, shipment.sellerId, input.lines);
  const problems = problemsOf({ ...input, unannounced: false }, await knownFor(work, shipment, items));
  const draft = shipment.state === 'draft';
  const refused = refuseProblems(draft ? problems.filter((problem) => inDraftToo(problem.code)) : problems);
  if (refused !== undefined) return refused;
  const next: ShipmentRow = {
    ...shipment,
    version: shipment.version + 1,
    expectedOn: input.expectedOn,
    carrier: input.carrier ?? shipment.carrier,
    tracking: input.tracking ?? shipment.tracking,
    packing: input.packing ?? shipment.packing,
  };
  await keepShipment(work.tx, next);
  const labels = await clearContent(work.tx, shipment.siteId, shipment.shipmentId);
  const boxes = await writeContent(work, next, { ...input, items, labels });
  tell(work, shipmentRebooked(next));
  const { shipmentId, asn, state, version } = next;
  return done({ shipmentId, asn, state, version, boxes });
}
