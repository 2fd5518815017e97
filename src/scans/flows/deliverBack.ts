import { bringBack, closeRoute, goneReasons, type RouteShown } from '../../dispatch/index.ts';
import { done, refuse, type Outcome, type Refused } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { say, stepOf, type Read, type Session } from '../flow.ts';
import type { Choice, Step } from '../step.shared.ts';
import { followSaid, takeBackOf } from './deliverFailed.ts';
import type { DeliverState, StopShown } from './deliverStep.ts';
import { words } from './words/deliver.ts';

interface Aboard {
  stop: StopShown;
  parcel: StopShown['parcels'][number];
}

/** Why a parcel is on the vehicle no more, though nobody has got it. */
const MISSING_REASONS = goneReasons;
const MISSING = 'missing:';
const FOUND = 'found:';

/** What has not been handed over, each with the stop at which it was tried last. */
function stillOut({ stops }: RouteShown): Aboard[] {
  const all = stops.flatMap((stop) => stop.parcels.map((parcel) => ({ stop, parcel })));
  const ended = new Set(
    all.flatMap(({ parcel: { parcelId, state } }) => (state === 'back' || state === 'delivered' ? [parcelId] : [])),
  );
  const left = all.filter(({ parcel }) => parcel.state === 'failed' && !ended.has(parcel.parcelId));
  return [...new Map(left.map((one) => [one.parcel.parcelId, one])).values()];
}

const missingOf = (session: Session): Record<string, string> => (session.state as DeliverState).missing ?? {};

/** The same, without what is not to be found: it is still to be scanned in. */
export const toBringBack = (session: Session, route: RouteShown): Aboard[] =>
  stillOut(route).filter(({ parcel }) => missingOf(session)[parcel.parcelId] === undefined);

/** So many are named one by one. */
const NAMED = 3;

export function backSaid(session: Session, back: Aboard[]): string | undefined {
  const named = back.slice(0, NAMED).map((one) => parcelSaid(session, one));
  const more = back.length - named.length;
  return back.length === 0 ? undefined : [...named, ...(more > 0 ? [`+${more}`] : [])].join(', ');
}

const parcelSaid = (session: Session, { stop, parcel }: Aboard): string =>
  say(session, words.parcelOf, { stop: String(stop.position), sscc: parcel.sscc });

/** As many as a screen lists. */
const LISTED = 20;

export function backStep(session: Session, route: RouteShown): Step {
  const open = toBringBack(session, route);
  const isGone = new Set(Object.keys(missingOf(session)));
  const lost = stillOut(route).filter(({ parcel }) => isGone.has(parcel.parcelId));
  const reasons = MISSING_REASONS.map((reason) => ({ reason, title: say(session, words[reason]) }));
  const choices: Choice[] = [
    {
      choice: 'close',
      title: lost.length === 0 ? say(session, words.close) : say(session, words.closeWithout, { count: lost.length }),
    },
    ...takeBackOf(session, route),
    ...open.slice(0, LISTED).map((one) => ({
      choice: MISSING + one.parcel.parcelId,
      title: say(session, words.missing, { stop: String(one.stop.position), end: one.parcel.sscc.slice(-6) }),
      needs: 'reason' as const,
      reasons,
      lines: [{ label: say(session, words.ofStop, { stop: String(one.stop.position) }), value: one.parcel.sscc }],
    })),
    ...lost.map((one) => ({
      choice: FOUND + one.parcel.parcelId,
      title: say(session, words.found, { end: one.parcel.sscc.slice(-6) }),
    })),
  ];
  const lines = [
    ...open.slice(0, LISTED).map(({ parcel }) => ({ label: followSaid(session, parcel), value: parcel.sscc })),
    ...lost.map(({ parcel }) => ({ label: say(session, words.isMissing), value: parcel.sscc })),
  ];
  const more = { taskId: route.routeId, choices, ...(lines.length > 0 && { show: { lines } }) };
  if (open.length === 0) return stepOf('deliver', say(session, words.closeTitle), 'none', more);
  return stepOf('deliver', say(session, words.back), 'parcel', more);
}

/** After the last stop: what was not delivered is scanned back in or named missing, then the route is closed. */
export async function comeBack(
  work: Work,
  session: Session,
  { route, scan }: { route: RouteShown; scan: Read },
): Promise<Outcome<string | undefined>> {
  const { choice } = scan;
  if (choice?.startsWith(MISSING)) return nameMissing(session, { route, scan, parcelId: choice.slice(MISSING.length) });
  if (choice?.startsWith(FOUND)) return done(unname(session, choice.slice(FOUND.length)));
  if (scan.sscc !== undefined) {
    const back = await bringBack(work, { routeId: route.routeId, sscc: scan.sscc });
    return back.refused ? back : done(unname(session, back.value.parcelId));
  }
  // the goods that were named missing are written off: nothing but its own key does that
  if (choice !== 'close') return refuse('back_not_expected', 'This parcel is not due back', { got: scan.raw });
  const still = new Set(stillOut(route).map(({ parcel }) => parcel.parcelId));
  const lost = Object.entries(missingOf(session))
    .filter(([parcelId]) => still.has(parcelId))
    .map(([parcelId, reason]) => ({ parcelId, reason }));
  const closed = await closeRoute(work, { routeId: route.routeId, lost });
  if (closed.refused) return namedOut(session, closed, route);
  session.state = {};
  return done(say(session, words.closed));
}

function nameMissing(
  session: Session,
  { route, scan, parcelId }: { route: RouteShown; scan: Read; parcelId: string },
): Outcome<string | undefined> {
  const reason = MISSING_REASONS.find((one) => one === scan.reason);
  if (reason === undefined) {
    return refuse('invalid', 'Say why', { status: 422, field: 'reason', got: scan.reason, expected: MISSING_REASONS });
  }
  const one = stillOut(route).find(({ parcel }) => parcel.parcelId === parcelId);
  if (one === undefined) return refuse('back_not_expected', 'This parcel is not due back', { got: parcelId });
  session.state = { ...session.state, missing: { ...missingOf(session), [parcelId]: reason } };
  return done(
    say(session, words.toldMissing, { parcel: parcelSaid(session, one), reason: say(session, words[reason]) }),
  );
}

/** It is here after all. */
function unname(session: Session, parcelId: string): undefined {
  const { [parcelId]: _, ...missing } = missingOf(session);
  session.state = { ...session.state, missing };
}

/** A count alone does not say what is still to be scanned in. */
function namedOut(session: Session, refused: Refused, route: RouteShown): Refused {
  const { code, message, ...more } = refused.refusal;
  if (code !== 'route_parcels_out') return refused;
  return refuse(code, message, { ...more, expected: backSaid(session, toBringBack(session, route)) });
}
