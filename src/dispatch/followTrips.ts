import { layoutOf, type SiteFacts } from '../layout/index.ts';
import type { Job, Part } from '../platform/jobs.ts';
import type { Consumer } from '../platform/relay.ts';
import { tell, type Work } from '../platform/work.ts';
import { routeChanged, tripHeld } from './events.ts';
import { grouped } from './grouped.ts';
import { retime } from './retime.ts';
import { OPEN, RELOAD_MS } from './rules.ts';
import { schedule } from './schedule.ts';
import { tripFrom } from './shiftEnds.ts';
import { lockIfFree, lockRoutesOf, routesOfShifts, stopsOf, vehiclesAgain, type RouteRow, type Stop } from './store.ts';

/** What moves by less is not worth a new time. */
const WORTH_MS = 60_000;
/** Shifts that are over for longer have nothing to follow. */
const OVER_MS = 12 * 3_600_000;
const EVERY_S = 30;

/**
 * Each trip of vehicles goes by the one before it: it leaves once that is back and the vehicle is loaded again, at the earliest
 * when it was planned to, and its doors are told anew. The first comes from the home, the last ends there. Their plan stays.
 * `anyway`: limits are looked at anew where no time moved.
 */
export async function followTrips(
  work: Work,
  siteId: string,
  vehicleIds: string[],
  { anyway = false }: { anyway?: boolean } = {},
): Promise<void> {
  if (vehicleIds.length === 0) return;
  const since = new Date(work.at.getTime() - OVER_MS);
  const routes = await routesOfShifts(work.tx, siteId, { vehicleIds: [...new Set(vehicleIds)], since });
  const open = routes.filter(({ state }) => OPEN.includes(state));
  if (open.length === 0) return;
  const site = await layoutOf(work.tx, siteId);
  const stops = grouped(
    await stopsOf(
      work.tx,
      siteId,
      open.map(({ routeId }) => routeId),
    ),
    ({ routeId }) => routeId,
  );
  for (const chain of grouped(routes, ({ vehicleId, shiftToAt }) => `${vehicleId} ${shiftToAt.getTime()}`).values()) {
    await followChain(work, { site, chain, stops, anyway });
  }
}

interface Chain {
  site: SiteFacts;
  /** The trips of one shift, in their order. */
  chain: RouteRow[];
  stops: Map<string, Stop[]>;
  anyway: boolean;
}

async function followChain(work: Work, { site, chain, stops, anyway }: Chain): Promise<void> {
  let ready_ms = 0;
  for (const route of chain) {
    const departAt = new Date(Math.max(route.meantAt.getTime(), ready_ms));
    let { endAt } = route;
    if (OPEN.includes(route.state)) {
      const timed = schedule(tripFrom(site, route, departAt), stops.get(route.routeId) ?? []);
      const moved_ms = [timed.endAt.getTime() - endAt.getTime(), departAt.getTime() - route.departAt.getTime()];
      const isOther = moved_ms.some((by) => Math.abs(by) >= WORTH_MS) || timed.distance_m !== route.distance_m;
      if (isOther || anyway) await move(work, route, { departAt, anyway });
      ({ endAt } = timed);
      // one that should have left by now comes back later by what it waits, at most to the end of the shift
      const waits_ms = Math.min(work.at.getTime(), route.shiftToAt.getTime()) - departAt.getTime();
      endAt = new Date(endAt.getTime() + Math.max(0, waits_ms));
    }
    ready_ms = endAt.getTime() + RELOAD_MS;
  }
}

async function move(
  work: Work,
  { siteId, routeId, vehicleId }: RouteRow,
  { departAt, anyway }: { departAt: Date; anyway: boolean },
): Promise<void> {
  const route = await lockIfFree(work.tx, siteId, routeId);
  if (route === undefined) return tell(work, tripHeld(siteId, vehicleId, { anyway }));
  if (!OPEN.includes(route.state)) return;
  await retime(work, route, { tellCustomers: route.state !== 'planned' }, { departAt, keepsVersion: true });
  tell(work, routeChanged(siteId, routeId));
}

/** Whoever follows waits for nobody, since he holds trips already; here nothing else is held, so they are waited for. */
export const hearTripHeld: Consumer = {
  name: 'dispatch.hearTripHeld',
  kinds: ['dispatch.tripHeld'],
  async hear(work, { siteId, subject, body }) {
    await lockRoutesOf(work.tx, siteId!, [subject]);
    await followTrips(work, siteId!, [subject], { anyway: body['anyway'] === true });
  },
};

/** A site's trips follow in a transaction of their own, so that a fault at one site stops no other. */
async function followAll(work: Work): Promise<Part[]> {
  return [...grouped(await vehiclesAgain(work.tx, work.at), (one) => one.siteId)].map(
    ([siteId, ofSite]) =>
      (part) =>
        followTrips(
          part,
          siteId,
          ofSite.map(({ vehicleId }) => vehicleId),
        ),
  );
}

export const tripsFollowed: Job = { name: 'dispatch.followTrips', every_s: EVERY_S, run: followAll };
