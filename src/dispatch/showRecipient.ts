import { personalFields, recipientOf, type Look, type Person, type PersonalField } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { heldStop } from './heldRoute.ts';
import { stopParcelsOf } from './store.ts';

/**
 * Who lives behind a door, for a reason that is kept with the record of it: for the dispatchers, and for the driver of
 * this stop until he is done with it. Refuses `stop_done`, `recipient_erased`.
 */
export async function showRecipient(
  work: Work,
  { stopId, reason }: Look & { stopId: string },
): Promise<Outcome<Person>> {
  const door = await doorOf(work, { stopId, fields: personalFields, why: reason });
  if (door.refused) return door;
  const { name, phone, address } = door.value;
  return done({ name, phone, address });
}

/** Some of it, as the flow of the one who stands there needs it. */
export async function doorOf<F extends PersonalField>(
  work: Work,
  { stopId, fields, why }: { stopId: string; fields: readonly F[]; why: string },
): Promise<Outcome<Record<F, string>>> {
  const held = await heldStop(work, stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  if (work.actor.role === 'driver' && stop.doneAt !== null) {
    return refuse('stop_done', 'This stop is done', { got: stop.state });
  }
  const lines = await stopParcelsOf(work.tx, stop.siteId, [route.routeId]);
  const here = lines.find((line) => line.stopId === stopId);
  const [parcel] = await parcelsById(work.tx, stop.siteId, here ? [here.parcelId] : []);
  if (parcel === undefined) return notFound('stop');
  // what holds now, even where the label on the parcel was printed before it
  const { sellerId, orderId } = parcel;
  return recipientOf(work, { sellerId, orderId, fields, why });
}
