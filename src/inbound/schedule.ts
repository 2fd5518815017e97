import { binFacts, layoutOf, localDay } from '../layout/index.ts';
import { done, invalid, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Scheduled } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import { dockHours, HOLD_MS } from './slots.ts';
import { leaveSlot, takeSlot } from './store.ts';

/**
 * Takes an hour of a dock for a shipment, giving up the one it had. A draft holds it for fifteen minutes. Refuses
 * `slot_full` where somebody was faster, `date_past`, `slot_unknown` where the site has no such hour.
 */
export async function schedule(
  work: Work,
  input: { shipmentId: string; dockCode: string; startsAt: string },
): Promise<Outcome<Scheduled>> {
  const found = await shipmentFor(work, input.shipmentId, 'schedule');
  if (found.refused) return found;
  const shipment = found.value;
  const { siteId, shipmentId } = shipment;
  const startsAt = new Date(input.startsAt);
  if (startsAt <= work.at) return invalid('startsAt', input.startsAt, 'a time to come', 'date_past');
  const { timeZone } = await layoutOf(work.tx, siteId);
  const [dock] = await binFacts(work.tx, siteId, [input.dockCode]);
  const hours = dockHours(timeZone, localDay(timeZone, startsAt), [input.dockCode]);
  const known = hours.some((hour) => hour.startsAt.getTime() === startsAt.getTime());
  if (dock?.kind !== 'dock' || dock.state !== 'open' || !known) {
    return invalid('startsAt', `${input.dockCode} ${input.startsAt}`, 'an hour of GET /v1/dock-slots', 'slot_unknown');
  }
  const heldUntil = shipment.state === 'draft' ? new Date(work.at.getTime() + HOLD_MS) : null;
  await leaveSlot(work.tx, siteId, shipmentId);
  const slot = { siteId, shipmentId, dockCode: input.dockCode, startsAt, heldUntil, at: work.at };
  if (!(await takeSlot(work.tx, slot))) {
    return refuse('slot_full', 'Somebody else has this hour', { field: 'startsAt', got: input.startsAt });
  }
  const next =
    shipment.state === 'draft'
      ? shipment
      : await bringTo(work, shipment, { state: 'scheduled', dockCode: input.dockCode });
  return done({
    shipmentId,
    state: next.state,
    dockCode: input.dockCode,
    startsAt: startsAt.toISOString(),
    ...(heldUntil === null ? {} : { heldUntil: heldUntil.toISOString() }),
  });
}
