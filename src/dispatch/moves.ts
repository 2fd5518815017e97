import type { PlanDiff } from './schema.ts';
import type { Visit } from './schedule.ts';
import type { Scoped } from './scope.ts';

/** A stop of a draft; one from the pool is not on the board yet. */
export interface DraftStop extends Visit {
  parcelIds: string[];
  locked: boolean;
  pinned: boolean;
}

export interface DraftLane {
  lane: Scoped;
  before: DraftStop[];
  after: DraftStop[];
}

type Move = PlanDiff['moves'][number];
type At = NonNullable<Move['from']>;

/** What moves between two arrangements: the least of the stops whose moving turns one into the other. */
export function movesBetween(lanes: readonly DraftLane[]): Move[] {
  const [from, to] = [placesOf(lanes, 'before'), placesOf(lanes, 'after')];
  const staying = new Set(lanes.flatMap(({ before, after }) => keptInOrder(idsOf(before), idsOf(after))));
  const stops = new Map(
    lanes.flatMap(({ before, after }) => [...before, ...after].map((stop) => [stop.stopId, stop] as const)),
  );
  return [...stops.values()]
    .filter(({ stopId }) => !staying.has(stopId))
    .map(({ stopId, parcelIds }) => ({
      stopId,
      parcels: parcelIds.length,
      from: from.get(stopId) ?? null,
      to: to.get(stopId) ?? null,
    }));
}

const idsOf = (stops: DraftStop[]): string[] => stops.map(({ stopId }) => stopId);

function placesOf(lanes: readonly DraftLane[], which: 'before' | 'after'): Map<string, At> {
  return new Map(
    lanes.flatMap(({ lane, ...draft }) =>
      draft[which].map(({ stopId }, at): [string, At] => [
        stopId,
        { routeId: lane.route.routeId, vehicle: lane.vehicle.code, position: at + 1 },
      ]),
    ),
  );
}

/** The longest run of ids, not necessarily next to each other, that two lists have in the same order. */
export function keptInOrder(before: readonly string[], after: readonly string[]): string[] {
  const placeAfter = new Map(after.map((id, at) => [id, at]));
  const common = before.flatMap((id) => (placeAfter.has(id) ? [{ id, at: placeAfter.get(id)! }] : []));
  const best = common.map(() => ({ length: 1, before: -1 }));
  let last = common.length > 0 ? 0 : -1;
  for (const [here, { at }] of common.entries()) {
    for (let there = 0; there < here; there++) {
      if (common[there]!.at < at && best[there]!.length >= best[here]!.length) {
        best[here] = { length: best[there]!.length + 1, before: there };
      }
    }
    if (best[here]!.length > best[last]!.length) last = here;
  }
  const kept: string[] = [];
  for (let at = last; at >= 0; at = best[at]!.before) kept.push(common[at]!.id);
  return kept.reverse();
}
