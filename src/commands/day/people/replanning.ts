import { Answered, type Http } from '../client.ts';
import type { Stage } from '../stage.ts';

export interface Route {
  routeId: string;
  vehicle: string;
  state: string;
  departAt: string;
  distance_m: number;
  stops: { stopId: string; state: string; dueAt: string | null; parcels: { orderId: string; sscc: string }[] }[];
}

export interface Planned {
  routes: Route[];
  unassigned: { parcelId: string; reason: { code: string; text: string } }[];
}

interface Diff {
  proposalId: string;
  moves: unknown[];
}

const show = (http: Http, routeId: string) => http.get<Route>(`/v1/routes/${routeId}`);

/** Planned anew as the desk does it: looked for, and then accepted. A plan that moved meanwhile stays as it is. */
async function replan(stage: Stage, http: Http, routeIds: string[]): Promise<boolean> {
  const { siteId } = stage.ground;
  const asked = { siteId, routeIds, pool: false, seconds: 0.5 };
  const { proposalId } = await http.post<Diff>('/v1/plan-proposals', asked);
  try {
    await http.post(`/v1/plan-proposals/${proposalId}/accept`);
    return true;
  } catch (error) {
    if (error instanceof Answered && error.code === 'plan_moved') return false;
    throw error;
  }
}

/** The first stop of each route is promised to its customer: it stays first, whatever the rest is planned to be. */
export async function lockAndImprove(stage: Stage, http: Http, planned: Route[]): Promise<Route[]> {
  const once = new Set(planned.map(({ vehicle }) => vehicle)).size === planned.length;
  // a second trip waits for the first one's end: neither is planned anew by itself
  if (planned.length === 0 || !once) return planned;
  const promised = new Map(planned.map(({ routeId, stops }) => [routeId, stops[0]!.stopId]));
  for (const [routeId, stopId] of promised) {
    await http.post(`/v1/routes/${routeId}/lock`, { locked: true, place: true, stopIds: [stopId] });
  }
  await replan(stage, http, [...promised.keys()]);
  const routes = await Promise.all([...promised.keys()].map((routeId) => show(http, routeId)));
  for (const { routeId, vehicle, stops } of routes) {
    if (stops[0]?.stopId === promised.get(routeId)) stage.notes.dispatch.locks += 1;
    else stage.notes.problem(`dispatcher: the locked stop of ${vehicle} moved`);
  }
  return routes;
}

/** What is left of a late driver's route, in the order that is best from where he is now. */
export async function replanLate(stage: Stage, http: Http): Promise<void> {
  const { road, notes, schedule } = stage;
  const routeId = road.late;
  if (routeId === undefined) return;
  road.late = undefined;
  const before = await show(http, routeId);
  if (before.state === 'running' && (await replan(stage, http, [routeId]))) {
    notes.dispatch.replansAfterDelay += 1;
    notes.dispatch.softWindows += before.stops.filter(({ state, dueAt }) => state === 'planned' && dueAt).length;
  }
  schedule.ring(`replanned ${routeId}`);
}
