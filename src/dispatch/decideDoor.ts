import { advance, noteTrouble, type Move } from '../orders/index.ts';
import { holdParcel, movesOf, moveParcels, parcelsById, type Parcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents, setEtaWindows } from '../shipping/index.ts';
import { screenOf, stopDecided } from './events.ts';
import { failureId, tryAgain } from './fail.ts';
import type { After, Decision } from './failurePolicy.ts';
import { heldStop } from './heldRoute.ts';
import { reckonEtas } from './reckonEtas.ts';
import { retime } from './retime.ts';
import type { FailReason } from '../shipping/index.ts';
import type { RouteShown } from './schema.ts';
import { shownAgain } from './shownAgain.ts';
import { cameTo, secondTry } from './slip.ts';
import {
  backOnRoad,
  changeRoute,
  deleteStops,
  onLiveRoute,
  setAfter,
  stopParcelsOf,
  stopsOf,
  type RouteRow,
  type Stop,
  type StopParcel,
} from './store.ts';
import { isElsewhere } from './takeBackFailure.ts';
import { whereabouts } from './whereabouts.ts';

/** A failed door, and what of it can still be decided. */
interface Shut {
  route: RouteRow;
  stop: Stop;
  reason: FailReason;
  /** What was decided so far. */
  lines: StopParcel[];
  /** Where its parcels are to be tried once more, if they are. */
  again: Stop | undefined;
  aboard: Parcel[];
  /** At the dock again, on no route. */
  back: Parcel[];
}

/** Of the customer an address was asked: with it the parcel goes by itself. */
const ADDRESS_ASKED = 'address_asked';

const afterOf = (decision: Decision): After => (decision === 'asked' ? 'held' : decision);

/**
 * The desk's word on a door that did not open, instead of what the rules said; `held` takes the word back. Refuses
 * `decision_too_late` once its parcels are delivered, settled at the dock or on another route, and `again_not_aboard` for a
 * second visit today of what no longer is on this vehicle.
 */
export async function decideDoor(
  work: Work,
  { stopId, decision }: { stopId: string; decision: Decision },
): Promise<Outcome<RouteShown>> {
  const held = await heldStop(work, stopId);
  if (held === undefined) return notFound('stop');
  const shut = await shutDoor(work, held);
  if (shut === undefined) {
    return refuse('decision_too_late', 'This door has been settled', { got: held.stop.state });
  }
  const { route, aboard, back } = shut;
  const { siteId, routeId } = route;
  if (decision === 'again' && (back.length > 0 || (await isElsewhere(work, route)))) {
    return refuse('again_not_aboard', 'Its parcels are not on this vehicle any more', { got: back[0]?.sscc });
  }
  const changed = [await decideAboard(work, shut, decision), await decideBack(work, shut, decision)];
  const refused = changed.find((outcome) => outcome.refused);
  if (refused) return refused;
  const parcels = [...aboard, ...back];
  const cause = decision === 'asked' ? ADDRESS_ASKED : decision;
  await noteTrouble(
    work,
    parcels.map(({ sellerId, orderId }) => ({ sellerId, orderId, kind: 'delivery_decided', cause })),
  );
  await tellCustomers(work, shut, decision);
  if (decision === 'again' || shut.again) await driveAnew(work, route);
  tell(work, stopDecided(siteId, routeId, { stopId, decision, ...screenOf(work, route) }));
  return shownAgain(work, siteId, routeId);
}

async function shutDoor(work: Work, { route, stop }: { route: RouteRow; stop: Stop }): Promise<Shut | undefined> {
  const { siteId, routeId } = route;
  const all = await stopParcelsOf(work.tx, siteId, [routeId]);
  const second = secondTry(stop, { lines: all, stops: await stopsOf(work.tx, siteId, [routeId]) });
  const again = second?.state === 'planned' ? second : undefined;
  const lines = cameTo(stop, all).filter(({ afterFailure }) => afterFailure !== null);
  const ids = lines.map(({ parcelId }) => parcelId);
  const taken = new Set((await onLiveRoute(work.tx, siteId, ids)).map(({ parcelId }) => parcelId));
  const parcels = new Map((await parcelsById(work.tx, siteId, ids)).map((parcel) => [parcel.parcelId, parcel]));
  const isAboard = ({ state, live, afterFailure }: StopParcel): boolean =>
    state === 'failed' && (live || (afterFailure === 'again' && again !== undefined));
  const isBack = ({ state, parcelId }: StopParcel): boolean =>
    state === 'back' && parcels.get(parcelId)!.state === 'closed' && !taken.has(parcelId);
  const those = (are: typeof isBack) => lines.filter(are).map(({ parcelId }) => parcels.get(parcelId)!);
  const [aboard, back] = [those(isAboard), those(isBack)];
  if (stop.reason === null || aboard.length + back.length === 0) return undefined;
  return { route, stop, reason: stop.reason as FailReason, lines, again, aboard, back };
}

/** What the rules or an earlier word made of them is undone first. */
async function decideAboard(work: Work, shut: Shut, decision: Decision): Promise<Outcome<unknown>> {
  const { stop, again, aboard, reason, route } = shut;
  const { siteId } = route;
  const parcelIds = aboard.map(({ parcelId }) => parcelId);
  if (again !== undefined) await deleteStops(work.tx, siteId, [again.stopId]);
  await say(work, shut, { parcels: aboard, decision, live: true });
  if (decision === 'again' && parcelIds.length > 0) {
    if (route.state === 'finished') await backOnRoad(work.tx, siteId, route.routeId);
    await tryAgain(work, { route, stop, parcelIds, reason });
  }
  return moveParcels(work, siteId, { parcelIds, from: ['failed', 'out'], to: decision === 'again' ? 'out' : 'failed' });
}

/** At the dock it waits for a route, for the desk or for an address, or goes on to the returns desk. */
async function decideBack(work: Work, shut: Shut, decision: Decision): Promise<Outcome<unknown>> {
  const { siteId } = shut.route;
  await say(work, shut, { parcels: shut.back, decision, live: false });
  if (decision !== 'returning') return done(undefined);
  const parcelIds = shut.back.map(({ parcelId }) => parcelId);
  const moved = await moveParcels(work, siteId, { parcelIds, from: ['closed'], to: 'returning' });
  if (moved.refused) return moved;
  // they are nobody else's from here on: no plan takes one that is not closed
  const [taken] = await onLiveRoute(work.tx, siteId, parcelIds);
  if (taken !== undefined)
    return refuse('decision_too_late', 'A route has taken it meanwhile', { got: taken.parcelId });
  const moves: Move[] = [];
  for (const parcel of shut.back) moves.push(...(await movesOf(work, parcel, ['packed', 'shipped'])));
  return advance(work, { siteId, moves });
}

/** Writes the word down, and keeps back what still has to wait. */
async function say(
  work: Work,
  { stop, reason }: Shut,
  { parcels, decision, live }: { parcels: Parcel[]; decision: Decision; live: boolean },
): Promise<void> {
  const parcelIds = parcels.map(({ parcelId }) => parcelId);
  await setAfter(work, stop, { parcelIds, afterFailure: afterOf(decision), live, decided: decision !== 'held' });
  const why = { held: reason, asked: ADDRESS_ASKED, again: null, later: null, returning: null }[decision];
  for (const { parcelId, holdReason } of parcels) {
    // what somebody holds for another reason stays held
    const isOurs = holdReason === null || holdReason === reason || holdReason === ADDRESS_ASKED;
    if (isOurs && holdReason !== why) await holdParcel(work, { siteId: stop.siteId, parcelId, reason: why });
  }
}

/** On its way back is an event of its own; whatever else follows, it could not be delivered. */
async function tellCustomers(
  work: Work,
  { stop, reason, lines, aboard, back }: Shut,
  decision: Decision,
): Promise<void> {
  const { siteId, stopId } = stop;
  const eventOf = (kind: 'returning' | 'failed', at: Date): string => `decided:${kind}:${stopId}:${at.getTime()}`;
  const ids = new Set([...aboard, ...back].map(({ parcelId }) => parcelId));
  const isReturning = decision === 'returning';
  const kind = isReturning ? 'returning' : 'failed';
  const turned = lines.filter(({ parcelId, afterFailure, decidedAt }) => {
    const wasReturning = afterFailure === 'returning';
    // what the rules said is the desk's word from now on, of the same moment: whatever corrects it names that
    return ids.has(parcelId) && (wasReturning !== isReturning || (isReturning && decidedAt === null));
  });
  await noteEvents(
    work,
    siteId,
    turned.map(({ parcelId, afterFailure, decidedAt }) => ({
      parcelId,
      eventId: eventOf(kind, work.at),
      kind,
      ...(isReturning && afterFailure === 'returning' ? { happenedAt: stop.doneAt!, reason } : { happenedAt: work.at }),
      ...(afterFailure === 'returning' && {
        corrects: decidedAt === null ? failureId(stop, stop.doneAt!) : eventOf('returning', decidedAt),
      }),
    })),
  );
  await setEtaWindows(
    work,
    siteId,
    [...ids].map((parcelId) => ({ parcelId, etaFrom: null, etaTo: null })),
  );
}

/** With the stops that are left; where the one that was taken off was the last, the driving is over. */
async function driveAnew(work: Work, route: RouteRow): Promise<void> {
  const { siteId, routeId } = route;
  const stops = await stopsOf(work.tx, siteId, [routeId]);
  const isOver = stops.every(({ doneAt }) => doneAt !== null);
  if (isOver) await changeRoute(work.tx, siteId, routeId, { state: 'finished', finishedAt: work.at });
  await retime(work, route, { from: await whereabouts(work, route), tellCustomers: false });
  await reckonEtas(work, route.siteId, [route]);
}
