import { openCartons, parcelsById, type Parcel } from '../packing/index.ts';
import { conclude } from '../platform/answerApart.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Job } from '../platform/jobs.ts';
import { solve } from '../platform/solve.ts';
import type { Tx, Work } from '../platform/work.ts';
import { mayUseSite } from '../auth/index.ts';
import { bayOf, cubeOf, placesIn, type Loaded, type Size_mm } from './bay.ts';
import { grouped } from './grouped.ts';
import { OPEN } from './rules.ts';
import type { LoadPlanShown } from './schema.ts';
import {
  keepLoadPlan,
  loadMadeFor,
  routeById,
  routeToLoad,
  stopParcelsOf,
  stopsOf,
  vehicleById,
  type LoadPlan,
  type RouteRow,
} from './store.ts';

/** A load that fits stands within a fraction of it; one that does not is given up once, after that. */
const SECONDS = 3;

/**
 * Says where in the vehicle each parcel goes, the last stop's first, so that each stop's leave by the door without moving
 * what leaves later. Where not all can be, the rest is loaded by its stop alone. Refuses `route_left`.
 */
export async function planLoad(work: Work, { routeId }: { routeId: string }): Promise<Outcome<LoadPlanShown>> {
  const route = await routeById(work.tx, routeId);
  if (route === undefined || mayUseSite(work, route.siteId)) return notFound('route');
  if (!OPEN.includes(route.state)) return refuse('route_left', 'This route has left', { got: route.state });
  const plan = await solveLoad(work.tx, route);
  if (plan === undefined) return done({ routeId, isWhole: true, places: [] });
  return conclude(work, async (work) => {
    await keepLoadPlan(work, plan);
    return done({ routeId, isWhole: plan.isWhole, places: plan.places });
  });
}

/** One route a turn: what is released gets its load planned before anybody loads it. */
export const loadPlans: Job = {
  name: 'dispatch.loadPlans',
  every_s: 2,
  run: async (work) => {
    const found = await routeToLoad(work.tx);
    const route = found && (await routeById(work.tx, found.routeId));
    const plan = route && (await solveLoad(work.tx, route));
    if (plan) await keepLoadPlan(work, plan);
  },
};

async function solveLoad(
  tx: Tx,
  { siteId, routeId, vehicleId }: Pick<RouteRow, 'siteId' | 'routeId' | 'vehicleId'>,
): Promise<LoadPlan | undefined> {
  const madeFor = await loadMadeFor(tx, siteId, routeId);
  if (madeFor === null) return undefined;
  const lines = (await stopParcelsOf(tx, siteId, [routeId])).filter(({ live }) => live);
  const parcels = await parcelsById(
    tx,
    siteId,
    lines.map(({ parcelId }) => parcelId),
  );
  const cartons = new Map((await openCartons(tx, siteId)).map(({ cartonCode, size_mm }) => [cartonCode, size_mm]));
  const sizeOf = ({ cartonCode, volume_cm3 }: Parcel): Size_mm => {
    const carton = cartons.get(cartonCode ?? '');
    return carton ? [carton[1], carton[0], carton[2]] : cubeOf(volume_cm3);
  };
  const sizes = new Map(parcels.map((parcel) => [parcel.parcelId, sizeOf(parcel)]));
  const linesBy = grouped(lines, ({ stopId }) => stopId);
  const bay = bayOf((await vehicleById(tx, siteId, vehicleId))!);
  const problem = {
    vehicle: { size: bay },
    stops: (await stopsOf(tx, siteId, [routeId])).map(({ stopId }) => ({
      id: stopId,
      items: (linesBy.get(stopId) ?? []).map(({ parcelId: id }) => ({ id, size: sizes.get(id)!, fragile: false })),
    })),
  };
  const { feasible, items } = await solve<{ feasible: boolean; items: Loaded[] }>('loading', problem, {
    seconds: SECONDS,
    seed: 1,
  });
  return { siteId, routeId, madeFor, isWhole: feasible, places: placesIn(bay, items) };
}
