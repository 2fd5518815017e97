import { cameAt } from '../../../../src/dispatch/cameAt.shared.ts';
import { THERE } from '../../../../src/dispatch/there.shared.ts';
import type { DrivenRoute, Track } from '../../../link/wire.ts';

type Spot = Pick<DrivenRoute['stops'][number], 'lat' | 'lon'>;

interface Ways {
  /** As the driver's positions tell it. */
  seen: Spot[];
  /** Between what is known, in the order of time. */
  guessed: Spot[];
}

const isThere = (one: Spot, other: Spot): boolean =>
  Math.abs(one.lat - other.lat) < THERE.lat && Math.abs(one.lon - other.lon) < THERE.lon;

/** The way from the site over the doors, and back: positions where there are any, and what they leave open as the crow flies. */
export function waysOf(route: DrivenRoute, track: Track['positions'], site: Spot): Ways {
  const { stops, finishedAt, returnsTo, end } = route;
  const isOver = finishedAt !== null;
  const goal = returnsTo === 'site' ? [site] : end ? [end] : [];
  const visited = stops
    .filter((stop) => stop.doneAt !== null && cameAt(stop) !== null)
    .toSorted((one, other) => Date.parse(one.doneAt!) - Date.parse(other.doneAt!));
  if (track.length < 2) {
    const ahead = stops.filter(({ doneAt }) => doneAt === null);
    return { seen: [], guessed: [site, ...visited, ...ahead, ...goal] };
  }
  const last = track.at(-1)!;
  if (!isOver || goal.length === 0 || isThere(last, goal[0]!)) return { seen: track, guessed: [] };
  // of doors after the last position nothing is known but that he was there
  const unseen = visited.filter(({ doneAt }) => Date.parse(doneAt!) > Date.parse(last.at));
  return { seen: track, guessed: [last, ...unseen, ...goal] };
}
