import { personalFields, recipientOf, type Look, type PersonalField } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { heldStop } from './heldRoute.ts';
import type { RecipientsShown } from './schema.ts';
import { stopParcelsOf, type StopParcel } from './store.ts';

/**
 * Who lives behind a door, for a reason that is kept with the record of it: for the dispatchers, and for the driver of
 * this stop until he is done with it. Refuses `stop_done`, `recipient_erased`.
 */
export async function showRecipient(
  work: Work,
  { stopId, reason }: Look & { stopId: string },
): Promise<Outcome<RecipientsShown>> {
  const door = await doorOf(work, { stopId, fields: personalFields, why: reason });
  if (door.refused) return door;
  const recipients = door.value.map(({ orderId, name, phone, address }) => ({ orderId, name, phone, address }));
  return done({ recipients });
}

type Seen<F extends PersonalField> = Record<F, string> & { orderId: string; maskedName: string };

/**
 * Some of it, as the flow of the one who stands there needs it, and the name as labels show it: of each order that goes there
 * and whose customer is not erased; the driver is shown those that he has a parcel for.
 */
export async function doorOf<F extends PersonalField>(
  work: Work,
  { stopId, fields, why }: { stopId: string; fields: readonly F[]; why: string },
): Promise<Outcome<Seen<F>[]>> {
  const held = await heldStop(work, stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  if (work.actor.role === 'driver' && stop.doneAt !== null) {
    return refuse('stop_done', 'This stop is done', { got: stop.state });
  }
  // whose parcel stayed at the dock or was taken off is nobody that the driver meets
  const mayMeet = ({ live }: StopParcel): boolean => work.actor.role !== 'driver' || live;
  const here = (await stopParcelsOf(work.tx, stop.siteId, [route.routeId])).filter(
    (line) => line.stopId === stopId && mayMeet(line),
  );
  const parcels = await parcelsById(
    work.tx,
    stop.siteId,
    here.map(({ parcelId }) => parcelId),
  );
  const orders = new Map(parcels.map(({ orderId, sellerId }) => [orderId, sellerId]));
  const people: Seen<F>[] = [];
  let refused: Refused = notFound('stop');
  // what holds now, even where the label on the parcel was printed before it
  for (const [orderId, sellerId] of orders) {
    const person = await recipientOf(work, { sellerId, orderId, fields, why });
    if (person.refused) refused = person;
    else people.push({ ...person.value, orderId, maskedName: person.value.masked.name });
  }
  return people.length > 0 ? done(people) : refused;
}
