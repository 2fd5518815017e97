import type { RouteShown } from '../../dispatch/index.ts';
import { say, type Session } from '../flow.ts';
import type { Choice } from '../step.shared.ts';
import type { StopShown } from './deliverStep.ts';
import { followWords, words } from './words/deliver.ts';

type Failed = StopShown['parcels'][number];

/** What follows for a parcel that was not handed over; what the desk decided to hold waits for an address. */
export function followSaid(session: Session, { afterFailure, decidedAt }: Failed): string {
  if (afterFailure === null) return say(session, words.parcel);
  return say(session, followWords[afterFailure === 'held' && decidedAt !== null ? 'asked' : afterFailure]);
}

/** The same for a door: each thing once. */
export function followsSaid(session: Session, { parcels }: StopShown): string {
  const failed = parcels.filter(({ afterFailure }) => afterFailure !== null);
  return [...new Set(failed.map((parcel) => followSaid(session, parcel)))].join(', ');
}

/** What the desk decided of a door behind, until the next door is done. */
export function decidedSaid(session: Session, { stops }: RouteShown): string | undefined {
  const lastDone = Math.max(0, ...stops.map(({ doneAt }) => doneAt?.getTime() ?? 0));
  const fresh = stops
    .map((stop) => ({ stop, at: Math.max(0, ...stop.parcels.map(({ decidedAt }) => decidedAt?.getTime() ?? 0)) }))
    .filter(({ at }) => at > 0 && at >= lastDone)
    .toSorted((one, other) => other.at - one.at);
  const [last] = fresh;
  if (last === undefined) return undefined;
  return say(session, words.decided, { stop: last.stop.position, what: followsSaid(session, last.stop) });
}

/** The door that was given up last, for as long as that may have been a slip. */
export const slipOn = ({ stops, slip }: RouteShown): StopShown | undefined =>
  stops.find(({ stopId }) => stopId === slip);

export function takeBackOf(session: Session, route: RouteShown): Choice[] {
  const slip = slipOn(route);
  return slip === undefined
    ? []
    : [
        {
          choice: 'takeBack',
          title: say(session, slip.state === 'partly' ? words.takeBackRest : words.takeBack, { stop: slip.position }),
        },
      ];
}
