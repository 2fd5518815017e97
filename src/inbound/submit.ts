import { itemsById } from '../catalogue/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { knownFor } from './book.ts';
import { problemsOf, refuseProblems } from './problems.ts';
import type { BookedBox, BookedLine, Moved } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import { boxesOf, confirmSlot, leaveSlot, linesOf, type ShipmentRow } from './store.ts';

/** A draft becomes a booking once nothing is wrong with it any more; the slot held for it, if it still is, is its own. */
export async function submit(work: Work, input: { shipmentId: string }): Promise<Outcome<Moved>> {
  const found = await shipmentFor(work, input.shipmentId, 'submit');
  if (found.refused) return found;
  const shipment = found.value;
  const refused = refuseProblems(await problemsLeft(work, shipment));
  if (refused !== undefined) return refused;
  const scheduled = await confirmSlot(work.tx, shipment.siteId, shipment.shipmentId, work.at);
  if (!scheduled) await leaveSlot(work.tx, shipment.siteId, shipment.shipmentId);
  const { state } = await bringTo(work, shipment, { state: scheduled ? 'scheduled' : 'booked' });
  return done({ shipmentId: shipment.shipmentId, state });
}

async function problemsLeft(work: Work, shipment: ShipmentRow) {
  const counted = await linesOf(work.tx, shipment.siteId, shipment.shipmentId);
  const items = await itemsById(work.tx, [...new Set(counted.map((line) => line.itemId))]);
  const tracked = new Map(items.map((item) => [item.itemId, item]));
  const lines: BookedLine[] = counted.map((line) => ({
    itemId: line.itemId,
    quantity: line.expected,
    ...(line.expiry === null ? {} : { expiry: line.expiry }),
    ...(line.lot === '' || line.lot.startsWith('EXP-') ? {} : { lot: line.lot }),
  }));
  const boxes: BookedBox[] = (await boxesOf(work.tx, shipment.siteId, shipment.shipmentId)).map((box) => ({
    size_mm: box.size_mm as [number, number, number],
    weight_g: box.weight_g,
    count: 1,
    contents: box.contents,
  }));
  const booking = { expectedOn: shipment.expectedOn, unannounced: false, lines, boxes };
  return problemsOf(booking, await knownFor(work, shipment, tracked));
}
