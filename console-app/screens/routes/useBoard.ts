import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useAsk, withQuery } from '../../link/ask.ts';
import { get } from '../../link/http.ts';
import { useLayout } from '../../link/layout.ts';
import type {
  FailedDoors,
  LastSeen,
  Pool,
  RouteHead,
  RouteShown,
  Routes,
  SiteLayout,
  Vehicle,
  Vehicles,
} from '../../link/wire.ts';
import { colourOf } from './colours.ts';
import { named } from './named.ts';

export interface BoardRoute extends RouteShown {
  /** Its vehicle, numbered where that drives several of the board. */
  name: string;
  colour: string;
  capacity: Vehicle['capacity'] | undefined;
  /** How long its vehicle may be out. */
  shift_ms: number | undefined;
}

export type FailedDoor = FailedDoors['doors'][number];

export interface Board {
  siteId: string;
  /** Undefined: not there yet. */
  routes: BoardRoute[] | undefined;
  vehicles: Vehicle[];
  /** There is none, as far as the server knows. */
  hasNoVehicle: boolean;
  /** What no route takes, but for what the desk has to decide. */
  pool: Pool | undefined;
  /** Doors that failed and wait for the desk. */
  failed: FailedDoor[];
  layout: SiteLayout | undefined;
  seen: LastSeen['positions'];
  /** The reader has a change of his own that can be taken back. */
  canUndo: boolean;
  trouble: Error | undefined;
  again(): void;
  /** Puts routes on the board as an answer brought them; answers all that it showed until then. */
  meet(routes: RouteShown[]): RouteShown[];
}

const gone = ['closed', 'cancelled'];
/** Routes are asked for one by one, so many at a time. */
const together = 6;

/** Everything on the dispatcher's board, kept fresh by what dispatch and packing tell. */
export function useBoard(siteId: string): Board {
  const topics = ['dispatch.'];
  const heads = useAsk<Routes>(withQuery('/v1/routes', { siteId, limit: 200 }), { topics });
  const vehicles = useAsk<Vehicles>(withQuery('/v1/vehicles', { siteId }), {
    topics: ['dispatch.vehicle'],
    every_ms: 120_000,
  });
  const pool = useAsk<Pool>(withQuery('/v1/pool', { siteId }), { topics: ['dispatch.', 'packing.'], every_ms: 60_000 });
  const failed = useAsk<FailedDoors>(withQuery('/v1/failed-doors', { siteId }), { topics: ['dispatch.', 'packing.'] });
  const seen = useAsk<LastSeen>(withQuery('/v1/positions', { siteId }), { topics, every_ms: 15_000 });
  const layout = useLayout();
  const shown = useSignal<ReadonlyMap<string, RouteShown>>(new Map());
  const trouble = useSignal<Error | undefined>(undefined);
  const meet = (routes: RouteShown[]): RouteShown[] => {
    const before = shown.peek();
    shown.value = new Map([...before, ...routes.map((route) => [route.routeId, route] as const)]);
    return [...before.values()];
  };
  const live = heads.value?.routes.filter(({ state }) => !gone.includes(state));
  useEffect(() => {
    if (!live) return;
    void showAll(live, meet).then((failed) => (trouble.value = failed));
  }, [heads.value]);
  const fleet = new Map(vehicles.value?.vehicles.map((vehicle) => [vehicle.vehicleId, vehicle]));
  const isThere = live?.every(({ routeId }) => shown.value.has(routeId));
  const again = (): void => {
    heads.again();
    pool.again();
    failed.again();
  };
  const doors = failed.value?.doors ?? [];
  const rest = useMemo(() => pool.value && without(pool.value, doors), [pool.value, failed.value]);
  return {
    siteId,
    routes: isThere
      ? named(
          live!
            .toSorted(
              (a, b) =>
                a.vehicle.localeCompare(b.vehicle, 'en', { numeric: true }) || a.departAt.localeCompare(b.departAt),
            )
            .map(({ routeId }) => shown.value.get(routeId)!)
            .filter(({ state }) => !gone.includes(state)),
        ).map((route, at) => {
          const { capacity, shift } = fleet.get(route.vehicleId) ?? {};
          return {
            ...route,
            colour: colourOf(at),
            capacity,
            shift_ms: shift && (shift.toMinute - shift.fromMinute) * 60_000,
          };
        })
      : undefined,
    vehicles: vehicles.value?.vehicles ?? [],
    hasNoVehicle: vehicles.value?.vehicles.length === 0,
    pool: rest,
    failed: doors,
    layout: layout.value,
    seen: seen.value?.positions ?? [],
    canUndo: (heads.value?.undo ?? null) !== null,
    trouble: heads.trouble ?? failed.trouble ?? trouble.value,
    again,
    meet,
  };
}

/** What waits for the desk stands in a list of its own. */
function without(pool: Pool, doors: FailedDoor[]): Pool {
  const undecided = new Set(doors.flatMap(({ parcels }) => parcels.map(({ parcelId }) => parcelId)));
  return { ...pool, kept: pool.kept.filter(({ parcelId }) => !undecided.has(parcelId)) };
}

async function showAll(heads: RouteHead[], meet: (routes: RouteShown[]) => unknown): Promise<Error | undefined> {
  const waiting = [...heads];
  const found: RouteShown[] = [];
  let failed: Error | undefined;
  const work = async (): Promise<void> => {
    for (let head = waiting.shift(); head; head = waiting.shift()) {
      await get<RouteShown>(`/v1/routes/${head.routeId}`).then(
        (route) => found.push(route),
        (error: Error) => (failed = error),
      );
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  meet(found);
  return failed;
}
