import { areasOf } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import type { Work } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import { layoutOf, type SiteFacts } from '../layout/index.ts';
import { isDesk } from './rules.ts';
import type { RouteShown } from './schema.ts';
import { endOf, leavesHomeAt, tripFrom } from './shiftEnds.ts';
import { slipOf } from './slip.ts';
import { stopParcelsOf, stopsOf, violationRows, type RouteRow, type Stop, type StopParcel } from './store.ts';

/** A driver sees the routes that are his or on offer. */
export function maySee({ actor }: Work, route: RouteRow): boolean {
  return actor.role !== 'driver' || route.driverId === actor.userId || route.state === 'offered';
}

export async function routesShown(work: Work, siteId: string, routes: RouteRow[]): Promise<RouteShown[]> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const stops = await stopsOf(work.tx, siteId, routeIds);
  const lines = await stopParcelsOf(work.tx, siteId, routeIds);
  const parcels = await parcelsById(
    work.tx,
    siteId,
    lines.map(({ parcelId }) => parcelId),
  );
  const violations = await violationRows(work.tx, siteId, routeIds);
  const areas = isDesk(work) ? await areasOf(work.tx, parcels) : new Map<string, string>();
  const facts = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]));
  const stopsBy = grouped(stops, (stop) => stop.routeId);
  const linesBy = grouped(lines, (line) => line.stopId);
  const brokenBy = grouped(violations, (violation) => violation.routeId);
  const lineShown = ({ parcelId, state, afterFailure, decidedAt }: StopParcel) => {
    const { sscc, orderId, temperature, cancelAsked } = facts.get(parcelId)!;
    return { parcelId, sscc, orderId, state, temperature, cancelAsked, afterFailure, decidedAt };
  };
  const slipShown = (route: RouteRow): string | null => {
    const ofRoute = stopsBy.get(route.routeId) ?? [];
    const here = ofRoute.flatMap(({ stopId }) => linesBy.get(stopId) ?? []);
    return slipOf({ route, stops: ofRoute, lines: here })?.stopId ?? null;
  };
  const site = await layoutOf(work.tx, siteId);
  return routes.map((route) => ({
    ...headOf(route),
    ...endsShown(site, route, seesHome(work, route)),
    stops: (stopsBy.get(route.routeId) ?? []).map((stop) => {
      const lines = linesBy.get(stop.stopId) ?? [];
      const area = lines[0] && areas.get(facts.get(lines[0].parcelId)!.orderId);
      return { ...stopShown(stop, seesDoors(work, route)), area: area ?? null, parcels: lines.map(lineShown) };
    }),
    violations: (brokenBy.get(route.routeId) ?? []).map(({ kind, subject, amount, acceptedBy }) => ({
      kind,
      subject,
      amount,
      acceptedBy,
    })),
    slip: slipShown(route),
  }));
}

/** Where a vehicle lives is told to the desk, and to who drives it. */
const seesHome = (work: Work, { driverId }: RouteRow): boolean => isDesk(work) || driverId === work.actor.userId;

function endsShown(site: SiteFacts, route: RouteRow, seen: boolean) {
  const { comesFrom, departAt, departedAt, returnsTo } = route;
  const end = returnsTo === 'home' && seen ? endOf(site, route) : null;
  if (comesFrom === null || departedAt !== null || !seen) return { fromHome: null, returnsTo, end };
  return { fromHome: { ...comesFrom, leaveAt: leavesHomeAt(tripFrom(site, route, departAt)) }, returnsTo, end };
}

export function headOf(route: RouteRow) {
  const { siteId, routeId, vehicleId, vehicleCode, driverId, state, version, locked } = route;
  const { departAt, endAt, distance_m, duration_s } = route;
  const head = { siteId, routeId, vehicleId, vehicle: vehicleCode, driverId, state, version, locked };
  return { ...head, departAt, endAt, distance_m, duration_s };
}

/** Who loads needs the order of the stops, who weighs an offer the quarter: to the kilometre, and no door. */
function seesDoors({ actor }: Work, { driverId }: RouteRow): boolean {
  if (actor.role === 'driver') return driverId === actor.userId;
  return actor.role !== 'picker' && actor.role !== 'packer';
}

function stopShown(stop: Stop, exact: boolean) {
  const { stopId, position, state, locked, pinned, dueAt, etaAt, etaFrom, etaTo, service_s, reason, doneAt } = stop;
  const shown = (degrees: number) => (exact ? degrees : Math.round(degrees * 100) / 100);
  const [lat, lon] = [shown(stop.lat), shown(stop.lon)];
  const handedOver_ms = doneAt?.getTime() ?? etaAt.getTime() + service_s * 1000;
  const late_s = dueAt === null ? 0 : Math.max(0, Math.ceil((handedOver_ms - dueAt.getTime()) / 1000));
  return { stopId, position, lat, lon, state, locked, pinned, dueAt, etaAt, etaFrom, etaTo, late_s, reason, doneAt };
}
