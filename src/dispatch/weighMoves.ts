import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { fromPool } from './fromPool.ts';
import { refuseShut } from './reassign.ts';
import { OPEN } from './rules.ts';
import { canTake, type Visit } from './schedule.ts';
import type { MoveCosts, WeighMoves } from './schema.ts';
import { scopeOf, tripOf, type Scope, type Scoped, type ScopedStop } from './scope.ts';
import { routesById, stopById } from './store.ts';
import { less, summed, weigh, type Weight } from './weigh.ts';

/**
 * What moving stops, in this order, and doors of the pool after them would cost at every place of every route that may take
 * them, and stops in the pool: for a board to tell while they are dragged. Nothing is changed or held. Refuses `route_left`, `stop_locked`, `stop_done`.
 */
export async function weighMoves(work: Work, { stopIds, pool }: WeighMoves): Promise<Outcome<MoveCosts>> {
  const routeIds = new Set<string>();
  let siteId = pool?.siteId ?? '';
  if (pool !== undefined && mayUseSite(work, siteId)) return notFound('site', 'pool.siteId', siteId);
  const begun = new Set<string>();
  for (const stopId of stopIds) {
    const stop = await stopById(work.tx, stopId);
    const elsewhere = siteId !== '' && stop?.siteId !== siteId;
    if (stop === undefined || elsewhere || mayUseSite(work, stop.siteId)) return notFound('stop', 'stopIds', stopId);
    ({ siteId } = stop);
    if (stop.state !== 'planned') begun.add(stopId);
    routeIds.add(stop.routeId);
  }
  const shut = refuseShut(await routesById(work.tx, siteId, [...routeIds]));
  if (shut) return shut;
  const scope = await scopeOf(work, siteId, undefined);
  const standing = new Map(scope.lanes.flatMap(({ stops }) => stops.map((stop) => [stop.stopId, stop] as const)));
  const moving = [...new Set(stopIds)].flatMap((stopId) => standing.get(stopId) ?? []);
  const gone = stopIds.find((stopId) => !standing.has(stopId));
  if (gone !== undefined && begun.has(gone)) return refuse('stop_done', 'This stop was begun', { got: gone });
  if (gone !== undefined) return refuse('plan_moved', 'This stop is on no route that may change', { got: gone });
  const sources = scope.lanes.filter(({ route }) => routeIds.has(route.routeId));
  const fixed = sources.flatMap(fixedIn).find((stop) => moving.includes(stop));
  if (fixed !== undefined) {
    return refuse('stop_locked', 'This stop is locked to its place', { got: fixed.stopId });
  }
  const added = pool === undefined ? done([]) : await fromPool(work, pool);
  if (added.refused) return added;
  const coming = added.value.map((door): Moving => ({ ...door, isHeld: false, routeId: undefined }));
  return done(costsOf(scope, sources, [...moving, ...coming]));
}

/** What is weighed of a stop; one of the pool is on no route. */
type Moving = Visit & Pick<ScopedStop, 'cargo' | 'isHeld'> & { routeId: string | undefined };

const fixedIn = ({ stops }: Scoped): ScopedStop[] => stops.slice(0, stops.findLastIndex(({ pinned }) => pinned) + 1);

function costsOf(scope: Scope, sources: Scoped[], moving: Moving[]): MoveCosts {
  const { lanes } = scope;
  const weighed = (lane: Scoped, stops: Moving[]): Weight => weigh(tripOf(scope, lane), stops, lane.from.spot);
  const restOf = ({ stops }: Scoped): Moving[] => stops.filter((stop) => !moving.includes(stop));
  const before = new Map(lanes.map((lane) => [lane, weighed(lane, lane.stops)]));
  const left = new Map(sources.map((lane) => [lane, less(weighed(lane, restOf(lane)), before.get(lane)!)]));
  const held = moving.filter(({ isHeld }) => isHeld);
  const takes = ({ route: { routeId, state } }: Scoped) =>
    OPEN.includes(state) && held.every((stop) => stop.routeId === routeId);
  return {
    lanes: lanes.filter(takes).map((lane) => {
      const rest = restOf(lane);
      const first = fixedIn(lane).length;
      const others = summed([...left].flatMap(([source, weight]) => (source === lane ? [] : [weight])));
      const places = Array.from({ length: rest.length - first + 1 }, (_, at) => {
        const here = weighed(lane, rest.toSpliced(first + at, 0, ...moving));
        return { position: first + at + 1, ...summed([less(here, before.get(lane)!), others]) };
      });
      const { routeId, version } = lane.route;
      return { routeId, version, room: roomIn(lane, [...rest, ...moving]), places };
    }),
    pool: held.length > 0 ? null : summed([...left.values()]),
  };
}

/** What more would fit; less than nothing: by how much it is over. */
function roomIn({ vehicle }: Scoped, stops: Moving[]): MoveCosts['lanes'][number]['room'] {
  const cargo = stops.flatMap((stop) => stop.cargo);
  const sum = (of: (parcel: (typeof cargo)[number]) => number) => cargo.reduce((total, one) => total + of(one), 0);
  return {
    parcels: vehicle.capacityParcels - cargo.length,
    weight_g: vehicle.capacityWeight_g - sum(({ weight_g }) => weight_g),
    volume_cm3: vehicle.capacityVolume_cm3 - sum(({ volume_cm3 }) => volume_cm3),
    unfit: sum(({ needs }) => Number(!canTake(vehicle, needs))),
  };
}
