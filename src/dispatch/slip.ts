import type { RouteRow, Stop, StopParcel } from './store.ts';

/** What a route has come to so far. */
export interface SoFar {
  route: Pick<RouteRow, 'state'>;
  stops: Stop[];
  lines: StopParcel[];
}

/**
 * The door that was given up last, or where some of its parcels stayed on the vehicle, for as long as that may have been a slip: nobody was at another door since, nothing of it
 * is back at the site, and the desk has not decided of it. A stop whose parcels were all left at the dock was never driven to.
 */
export function slipOf({ route, stops, lines }: SoFar): Stop | undefined {
  const last = stops
    .filter(({ doneAt }) => doneAt !== null)
    .toSorted(byEnd)
    .at(-1);
  const isOver = route.state !== 'running' && route.state !== 'finished';
  const isShut = last?.state === 'failed' || last?.state === 'partly';
  if (isOver || !isShut || stops.some(({ state }) => state === 'arrived')) return undefined;
  const here = keptAt(last, lines);
  const again = secondTry(last, { lines, stops });
  const hasGoneOn = here.some(
    ({ state, afterFailure, decidedAt }) =>
      decidedAt !== null || state !== 'failed' || (afterFailure === 'again' && again?.state !== 'planned'),
  );
  return here.length === 0 || hasGoneOn ? undefined : last;
}

const byEnd = (one: Stop, other: Stop): number =>
  one.doneAt!.getTime() - other.doneAt!.getTime() || one.position - other.position;

/** What was left at the dock never came to the door. */
export const cameTo = ({ stopId }: Pick<Stop, 'stopId'>, lines: StopParcel[]): StopParcel[] =>
  lines.filter((line) => line.stopId === stopId && line.state !== 'left');

/** What came to the door and was not handed over there. */
export const keptAt = (stop: Pick<Stop, 'stopId'>, lines: StopParcel[]): StopParcel[] =>
  cameTo(stop, lines).filter(({ state }) => state !== 'delivered');

/** The door at the end of the route where parcels of this one are to be tried once more. */
export function secondTry(
  { stopId }: Pick<Stop, 'stopId'>,
  { lines, stops }: Pick<SoFar, 'lines' | 'stops'>,
): Stop | undefined {
  const again = lines.filter((line) => line.stopId === stopId && line.afterFailure === 'again');
  const parcelIds = new Set(again.map(({ parcelId }) => parcelId));
  const second = lines.find((line) => line.live && line.stopId !== stopId && parcelIds.has(line.parcelId));
  return stops.find((stop) => stop.stopId === second?.stopId);
}
