import { Answered } from '../client.ts';
import type { Person } from '../schedule.ts';
import { after, type Stage } from '../stage.ts';

const AFTER_CUT_OFF_S = 75 * 60;
const EVERY_S = 15 * 60;
/** From the plan to the wheels turning: the parcels are loaded in this time. */
const LOADING_S = 35 * 60;

interface Plan {
  routes: { routeId: string; vehicle: string; stops: { parcels: { orderId: string }[] }[]; distance_m: number }[];
  unassigned: { parcelId: string; reason: { code: string; text: string } }[];
}

/** Plans routes when a cut-off's parcels are packed, and again for those that came late; each goes to a driver who is in. */
export function makeDispatcher(stage: Stage): Person {
  const [http] = stage.ground.crew.dispatcher;
  const { siteId } = stage.ground;
  const last = stage.tides.at(-1)!.deliverBy - 30 * 60;
  const first = stage.tides[0]!.orderBy + AFTER_CUT_OFF_S;

  async function plan(deliverBy: number): Promise<void> {
    const idle = [...stage.road.idle];
    if (idle.length === 0) return;
    try {
      const planned = await http!.post<Plan>('/v1/route-plans', {
        siteId,
        dueBy: stage.promiseBy(deliverBy).toISOString(),
        vehicleIds: idle.map((code) => stage.road.vehicleIds.get(code)!),
        departAt: new Date(stage.now().getTime() + LOADING_S * 1000).toISOString(),
        seconds: Math.min(10, 1 + stage.options.orders / 500),
      });
      for (const route of planned.routes) await release(route);
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      if (error.code !== 'nothing_to_plan') stage.notes.problem(`dispatcher: plan: ${error.message}`);
    }
  }

  async function release(route: Plan['routes'][number]): Promise<void> {
    const driver = stage.road.driverOf.get(route.vehicle)!;
    await http!.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.http.userId, acceptViolations: true });
    stage.road.idle.delete(route.vehicle);
    driver.routeId = route.routeId;
    stage.notes.routes += 1;
    stage.notes.stops += route.stops.length;
    stage.notes.distance_m += route.distance_m;
    stage.schedule.ring(`route ${route.vehicle}`);
  }

  return {
    name: 'dispatcher',
    async act(now) {
      if (now < first) return after(first - now);
      const due = stage.tides.find((tide) => now >= tide.orderBy + AFTER_CUT_OFF_S && now < tide.deliverBy - 45 * 60);
      if (due !== undefined) await plan(due.deliverBy);
      return now > last ? 'home' : after(EVERY_S);
    },
  };
}
