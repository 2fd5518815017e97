import { Answered, type Http } from '../client.ts';
import { shipToOf } from '../plan.ts';
import type { Next, Person } from '../schedule.ts';
import { wait, type Stage } from '../stage.ts';
import { lockAndImprove, replanLate, type Planned, type Route } from './replanning.ts';

const AFTER_CUT_OFF_S = 75 * 60;
const EVERY_S = 15 * 60;
/** From the plan to the wheels turning: the parcels are loaded in this time. */
const LOADING_S = 35 * 60;
/** What the smallest vehicle of the yard is given to carry in two goes. */
const SMALL_LOADS = 2;

/** A vehicle that goes more than once is given its trips in their order. */
const byDeparture = (one: Route, other: Route) => one.departAt.localeCompare(other.departAt);

/** Plans routes when a cut-off's parcels are packed, and again for those that came late; each goes to a driver who is in. */
export function makeDispatcher(stage: Stage): Person {
  const [http] = stage.ground.crew.dispatcher as [Http];
  const { siteId, small } = stage.ground;
  const { notes } = stage;
  const last = stage.tides.at(-1)!.deliverBy - 30 * 60;
  const first = stage.tides[0]!.orderBy + AFTER_CUT_OFF_S;
  let planAt = first;
  let hasReloaded = false;

  const ask = (more: Record<string, unknown>) =>
    http.post<Planned>('/v1/route-plans', {
      siteId,
      departAt: new Date(stage.now().getTime() + LOADING_S * 1000).toISOString(),
      seconds: Math.min(10, 1 + stage.options.orders / 500),
      ...more,
    });

  /** Who could not be found is called, and tells the door; what has not come back to the dock yet is asked for later. */
  async function callMisled(): Promise<void> {
    if (!stage.road.misled) return;
    const { kept } = await http.get<{ kept: { orderId: string; reason: { code: string } }[] }>(
      `/v1/pool?siteId=${siteId}`,
    );
    for (const { orderId } of kept.filter(({ reason }) => reason.code === 'held')) {
      const { externalId } = [...notes.orders.values()].find((note) => note.orderId === orderId)!;
      const order = stage.orders.find((one) => one.externalId === externalId)!;
      await http.post(`/v1/orders/${orderId}/address`, { shipTo: shipToOf(order) });
    }
  }

  async function plan(deliverBy: number): Promise<void> {
    const idle = [...stage.road.idle];
    if (idle.length === 0) return;
    try {
      await reload(idle);
      const large = [...stage.road.idle].map((code) => stage.road.vehicleIds.get(code)!);
      if (large.length === 0) return;
      const planned = await ask({ dueBy: stage.promiseBy(deliverBy).toISOString(), vehicleIds: large });
      const routes = await lockAndImprove(stage, http, planned.routes);
      for (const route of routes.toSorted(byDeparture)) await release(route);
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      if (error.code !== 'nothing_to_plan') notes.problem(`dispatcher: plan: ${error.message}`);
    }
  }

  /** Once a day the small vehicle goes twice: what it cannot hold at once waits at the dock until it is back. */
  async function reload(idle: string[]): Promise<void> {
    if (hasReloaded || !idle.includes(small.code) || idle.length === 1) return;
    const { doors } = await http.get<{ doors: { parcels: { parcelId: string }[] }[] }>(`/v1/pool?siteId=${siteId}`);
    const single = doors.filter(({ parcels }) => parcels.length === 1).flatMap(({ parcels }) => parcels);
    const parcelIds = single.slice(0, SMALL_LOADS * small.parcels).map(({ parcelId }) => parcelId);
    if (parcelIds.length <= small.parcels) return;
    const { routes } = await ask({ parcelIds, vehicleIds: [stage.road.vehicleIds.get(small.code)!], seconds: 1 });
    hasReloaded = true;
    notes.dispatch.reloadTrips += Math.max(0, routes.length - 1);
    for (const route of routes.toSorted(byDeparture)) await release(route);
  }

  async function release(route: Route): Promise<void> {
    const driver = stage.road.driverOf.get(route.vehicle)!;
    await http.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.http.userId, acceptViolations: true });
    await http.post(`/v1/routes/${route.routeId}/load-plan`);
    stage.road.idle.delete(route.vehicle);
    driver.routeIds.push(route.routeId);
    notes.routes += 1;
    notes.stops += route.stops.length;
    notes.distance_m += route.distance_m;
    for (const { parcels } of route.stops) {
      for (const { sscc } of parcels) notes.dispatch.failedReplanned += stage.road.failed.has(sscc) ? 1 : 0;
    }
    stage.schedule.ring(`route ${route.vehicle}`);
  }

  return {
    name: 'dispatcher',
    async act(now): Promise<Next> {
      await replanLate(stage, http);
      if (now < planAt) return wait(['late'], planAt - now);
      const due = stage.tides.find((tide) => now >= tide.orderBy + AFTER_CUT_OFF_S && now < tide.deliverBy - 45 * 60);
      if (due !== undefined) await plan(due.deliverBy);
      if (now > last) return 'home';
      await callMisled();
      planAt = now + EVERY_S;
      return wait(['late'], EVERY_S);
    },
  };
}
