import {
  acceptSeen,
  depart,
  load,
  loadingOf,
  nextRouteOfDriver,
  routeById,
  routeOfVehicle,
  routesOnOffer,
  vehicleByCode,
  type Loading,
  type RouteRow,
} from '../../dispatch/index.ts';
import { layoutOf } from '../../layout/index.ts';
import { parcelBySscc } from '../../packing/index.ts';
import { done, refuse, type Outcome, type Refused } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { say, stepOf, type FlowOf, type Read, type Session } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { timeSaid } from './timeSaid.ts';
import { words } from './words/load.ts';

interface LoadState {
  routeId?: string;
}

const LEFT_REASONS = ['not_found', 'damaged', 'no_room', 'cancelled'] as const;

export const loadFlow: FlowOf = {
  flow: 'load',
  roles: ['driver', 'picker', 'packer', 'dispatcher', 'manager'],
  step: screen,
  expects: nextParcel,
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const drives = scan.choice === 'depart' && work.actor.role === 'driver';
    const step = drives ? stepOf('deliver', say(session, words.drive), 'none') : await screen(work, session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

async function judge(work: Work, session: Session, scan: Read): Promise<Outcome<string | undefined>> {
  const { routeId } = session.state as LoadState;
  if (scan.choice === 'otherVehicle') {
    session.state = {};
    return done(undefined);
  }
  if (routeId === undefined || scan.kind === 'vehicle') return takeVehicle(work, session, scan);
  if (scan.choice === 'depart') return leave(work, session, { routeId, reason: scan.reason });
  if (scan.sscc === undefined) return refuse('parcel_not_found', 'Scan a parcel', { got: scan.raw });
  const loaded = await load(work, { routeId, sscc: scan.sscc, reason: scan.reason });
  return loaded.refused ? named(session, loaded) : done(undefined);
}

/** Numbers alone do not say that they are those of stops. */
function named(session: Session, refused: Refused): Refused {
  const { code, message, got, expected, ...more } = refused.refusal;
  if (code !== 'load_sequence') return refused;
  const stop = (position: unknown) => say(session, words.stop, { stop: String(position) });
  return refuse(code, message, { ...more, got: stop(got), expected: stop(expected) });
}

/** Of a driver the route that he was given; whoever else loads may begin with any vehicle. */
const ownRoute = async (work: Work, { siteId, userId }: Session) =>
  work.actor.role === 'driver' ? nextRouteOfDriver(work.tx, siteId, userId) : undefined;

/** The wrong vehicle names the right one, where there is one. */
async function takeVehicle(work: Work, session: Session, scan: Read): Promise<Outcome<undefined>> {
  const taken = await beginRoute(work, session, scan);
  const own = taken.refused ? await ownRoute(work, session) : undefined;
  if (!taken.refused || own === undefined || own.vehicleCode === scan.value) return taken;
  const { code, message, ...more } = taken.refusal;
  return refuse(code, message, { ...more, got: scan.raw, expected: own.vehicleCode });
}

/** A driver who scans a vehicle whose route is on offer takes it by that. */
async function beginRoute(work: Work, session: Session, scan: Read): Promise<Outcome<undefined>> {
  const { siteId } = session;
  const vehicle = scan.kind === 'vehicle' ? await vehicleByCode(work.tx, siteId, scan.value) : undefined;
  const route = vehicle && (await routeOfVehicle(work.tx, siteId, vehicle.vehicleId));
  if (route === undefined) return refuse('load_no_route', 'No route for this vehicle', { got: scan.raw });
  if (route.state === 'planned') return refuse('load_not_released', 'This route is not released yet');
  if (work.actor.role === 'driver') {
    const accepted = await acceptSeen(work, route);
    if (accepted.refused) return accepted;
  }
  session.state = { routeId: route.routeId };
  return done(undefined);
}

async function leave(
  work: Work,
  session: Session,
  { routeId, reason }: { routeId: string; reason: string | undefined },
): Promise<Outcome<string>> {
  if (reason !== undefined && !LEFT_REASONS.some((one) => one === reason)) {
    return refuse('invalid', 'Say why', { status: 422, field: 'reason', got: reason, expected: LEFT_REASONS });
  }
  const route = (await routeById(work.tx, routeId))!;
  const { missing } = await loadingOf(work, route);
  const left = reason === undefined ? [] : missing.map(({ parcelId }) => ({ parcelId, reason }));
  const gone = await departWithout(work, route.siteId, { routeId, left, reason });
  if (gone.refused) return gone;
  session.state = {};
  const fill = { vehicle: gone.value.vehicle, count: left.length };
  return done(say(session, left.length === 0 ? words.departed : words.departedWithout, fill));
}

/** A reason takes out what was cancelled after it was loaded, too; depart names one such parcel at a time. */
async function departWithout(
  work: Work,
  siteId: string,
  {
    routeId,
    left,
    reason,
  }: { routeId: string; left: { parcelId: string; reason: string }[]; reason: string | undefined },
) {
  for (;;) {
    const gone = await depart(work, { routeId, left });
    if (!gone.refused || gone.refusal.code !== 'load_cancelled' || reason === undefined) return gone;
    const out = await parcelBySscc(work.tx, siteId, String(gone.refusal.got));
    if (out === undefined || left.some(({ parcelId }) => parcelId === out.parcelId)) return gone;
    left.push({ parcelId: out.parcelId, reason: 'cancelled' });
  }
}

/** Where the parcel goes, in words; they serve a man with a box in his hands better than millimetres. */
function placeSaid(session: Session, place: Loading['next'][number]['place']): string {
  if (place === null) return say(session, words.next);
  const [depth, side] = [say(session, words[place.depth]), say(session, words[place.side])];
  return say(session, place.z_mm === 0 ? words.onFloor : words.onTop, { depth, side });
}

type Missing = Loading['missing'];

/** So many stops are named one by one on a key. */
const NAMED = 4;
/** So many parcels are listed where the reason is asked for. */
const LISTED = 20;

/** How many parcels stay if the vehicle leaves now, and of which stops. */
function withoutSaid(session: Session, missing: Missing): string {
  const stops = [...new Set(missing.map(({ position }) => position))].toSorted((one, other) => one - other);
  const count = missing.length;
  if (stops.length > NAMED) return say(session, words.departWithoutStops, { count, stops: stops.length });
  return say(session, words.departWithout, { count, many: stops.length, stops: stops.join(', ') });
}

/** Each of them, by its stop. */
function staying(session: Session, missing: Missing): { label: string; value: string }[] {
  const shown = missing.slice(0, LISTED).map(({ position, sscc }) => {
    return { label: say(session, words.ofStop, { stop: String(position) }), value: sscc };
  });
  const more = missing.length - shown.length;
  return more > 0 ? [...shown, { label: say(session, words.more), value: `+${more}` }] : shown;
}

/** As many offers as a screen shows without scrolling. */
const OFFERS = 5;

/** A driver is told which vehicle to go to: his own, else those whose routes he may take. */
async function vehicleStep(work: Work, session: Session): Promise<Step> {
  const own = await ownRoute(work, session);
  const { timeZone } = await layoutOf(work.tx, session.siteId);
  const at = (departAt: Date) => ({ time: timeSaid(session, timeZone, { at: departAt, now: work.at }) });
  if (own !== undefined) {
    const show = { big: own.vehicleCode, why: say(session, words.leaves, at(own.departAt)) };
    return stepOf('load', say(session, words.vehicle), 'vehicle', { show });
  }
  const offers = work.actor.role === 'driver' ? await routesOnOffer(work.tx, session.siteId, OFFERS) : [];
  if (offers.length === 0) return stepOf('load', say(session, words.vehicle), 'vehicle');
  const show = {
    ...(offers.length === 1 && { big: offers[0]!.vehicleCode }),
    why: say(session, words.onOffer),
    lines: offers.map(({ vehicleCode, departAt }) => ({
      label: say(session, words.offerLeaves, at(departAt)),
      value: vehicleCode,
    })),
  };
  return stepOf('load', say(session, words.vehicle), 'vehicle', { show });
}

/** The route that is being loaded, if one is. */
async function atVehicle(work: Work, session: Session): Promise<RouteRow | undefined> {
  const { routeId } = session.state as LoadState;
  const route = routeId === undefined ? undefined : await routeById(work.tx, routeId);
  return route !== undefined && ['offered', 'assigned', 'accepted'].includes(route.state) ? route : undefined;
}

/** Which parcel is to be loaded now, and of which stop. */
async function nextParcel(work: Work, session: Session, code: string): Promise<string | undefined> {
  const route = await atVehicle(work, session);
  const all = route === undefined ? [] : (await loadingOf(work, route)).next;
  const [next] = all;
  if (next === undefined || all.some(({ sscc }) => code.includes(sscc))) return undefined;
  return say(session, words.nextParcel, { stop: String(next.position), sscc: next.sscc });
}

async function screen(work: Work, session: Session): Promise<Step> {
  const route = await atVehicle(work, session);
  if (route === undefined) return vehicleStep(work, session);
  const { loaded, total, next, missing } = await loadingOf(work, route);
  const reasons = LEFT_REASONS.map((reason) => ({ reason, title: say(session, words[reason]) }));
  const choices = [
    {
      choice: 'depart',
      title: missing.length === 0 ? say(session, words.departNow) : withoutSaid(session, missing),
      ...(missing.length === 0 ? {} : { needs: 'reason' as const, reasons, lines: staying(session, missing) }),
    },
    { choice: 'otherVehicle', title: say(session, words.otherVehicle) },
  ];
  const show = {
    big: next[0] === undefined ? route.vehicleCode : String(next[0].position),
    ...(next[0]?.place && { why: placeSaid(session, next[0].place) }),
    progress: { done: loaded, total },
    // where the first one goes stands on the sign
    lines: next.slice(0, 8).map(({ sscc, place }, at) => ({
      label: at === 0 ? say(session, words.next) : placeSaid(session, place),
      value: sscc,
    })),
  };
  const [first] = next;
  const title = first === undefined ? say(session, words.depart) : say(session, words.parcel, { stop: first.position });
  return stepOf('load', title, first === undefined ? 'none' : 'parcel', { taskId: route.routeId, choices, show });
}
