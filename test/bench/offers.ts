import { makeRandom } from '../../src/commands/day/random.ts';
import { ask } from '../support/ask.ts';
import { barOf, type Tell } from './bench.ts';
import { median, quantile } from './figures.ts';
import { onGround, startApp, type AppProcess, type Ground } from './ground.ts';
import type { BenchOptions } from './options.ts';
import { untilHeard } from './ways.ts';
import { makeWorld, openPeople, signIn, type World } from './world.ts';

const STOPS = 500;
const VANS = 20;
const WINDOWS = 8;
/** Orders that are placed at the same time. */
const TOGETHER = 16;
const HOUR_MS = 3_600_000;

/** One role's calls at the door. */
type Door = <T>(path: string, body: object) => Promise<T>;

interface Offers {
  offers: { from: string; to: string; beginAt: string; routeId: string; version: number }[];
}
interface Plan {
  routes: { routeId: string; version: number }[];
  summary: { stops: number };
}

/** What the door answers on a day of 500 stops whose roads have their hours: one more stop, in which windows, at what price. */
export const bench = onGround(async (ground, options, tell, cleaning) => {
  const world = await makeWorld(ground, { items: 100, units: 10_000, aisles: 4, bays: 10, levels: 4 });
  await openPeople(ground, world, { shop: 'channel', board: 'dispatcher' });
  const app = await startApp(ground, options.profile);
  cleaning.later(app.stop);
  const [shop, board] = await Promise.all(['shop', 'board'].map((login) => doorOf(app, login)));
  await placeOrders(shop!, world, options.seed);
  await ask(ground.url, PLANT);
  await untilHeard(ground);
  const plan = await planDay(board!, world, options.seconds ?? 10);
  tell(`${plan.summary.stops} stops on ${plan.routes.length} routes`);
  return await measure({ ground, app, world, board: board!, plan }, options, tell);
});

async function doorOf({ url }: AppProcess, login: string): Promise<Door> {
  const { token } = await signIn(url, login);
  return async (path, body) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as never;
  };
}

const spotOf = (random: ReturnType<typeof makeRandom>) => ({
  lat: 37.45 + random.float() * 0.25,
  lon: 126.65 + random.float() * 0.35,
});

async function placeOrders(shop: Door, { siteId, itemIds }: World, seed: number): Promise<void> {
  const random = makeRandom(seed);
  const orders = Array.from({ length: STOPS }, (_, at) => ({
    siteId,
    channel: 'bench',
    externalId: `offer-${at}`,
    paid: true,
    lines: [{ itemId: itemIds[at % itemIds.length]!, quantity: 1 }],
    shipTo: { name: 'Kim', phone: '010-1234-5678', address: `Seoul Jung-gu ${at}`, ...spotOf(random) },
  }));
  const work = async () => {
    for (let order = orders.shift(); order !== undefined; order = orders.shift()) await shop('/v1/orders', order);
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
}

/** A closed parcel of each order: to pick and pack 500 of them takes minutes, and an offer does not look into them. */
const PLANT = `
INSERT INTO parcel (site_id, parcel_id, sscc, seller_id, order_id, source, state, weight_g, volume_cm3, address_version,
                    packed_by, at, closed_at)
SELECT site_id, gen_random_uuid(), lpad((row_number() OVER ())::text, 18, '0'), seller_id, order_id, 'tote/TOTE-0001',
       'closed', 800, 2000, recipient, order_id, placed_at, placed_at
  FROM customer_order`;

async function planDay(board: Door, { siteId }: World, seconds: number): Promise<Plan> {
  for (let van = 1; van <= VANS; van++) {
    const capacity = { parcels: 40, weight_g: 900_000, volume_cm3: 6_000_000 };
    const cost = { fixed: 30_000, perHour: 20_000, perKm: 300 };
    await board('/v1/vehicles', {
      siteId,
      code: `VEH-${van}`,
      capacity,
      cost,
      shift: { fromMinute: 0, toMinute: 1440 },
    });
  }
  const departAt = new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS).toISOString();
  const plan = await board<Plan>('/v1/route-plans', { siteId, departAt, seconds });
  if (plan.summary.stops !== STOPS) throw new Error(`${plan.summary.stops} of ${STOPS} stops are on routes`);
  return plan;
}

interface Stage {
  ground: Ground;
  app: AppProcess;
  world: World;
  board: Door;
  plan: Plan;
}

async function measure({ ground, app, world, board, plan }: Stage, options: BenchOptions, tell: Tell) {
  const random = makeRandom(options.seed + 1);
  const from = Date.now() + 2 * HOUR_MS;
  const windows = Array.from({ length: WINDOWS }, (_, at) => ({
    from: new Date(from + at * HOUR_MS).toISOString(),
    to: new Date(from + (at + 1) * HOUR_MS - 1000).toISOString(),
  }));
  const versions = new Map(plan.routes.map(({ routeId, version }) => [routeId, version]));
  const rows: { wall_ms: number; app_ms: number; database_ms: number; offers: number }[] = [];
  let wrong = 0;
  // the first ones start the solver's thread and load it
  for (let turn = -3; turn < options.rounds * 10; turn++) {
    const [database, served, began] = [ground.databaseCpu_s(), await app.cpu_s(), performance.now()];
    const { offers } = await board<Offers>('/v1/insertion-offers', {
      siteId: world.siteId,
      ...spotOf(random),
      windows,
    });
    const wall_ms = performance.now() - began;
    const app_ms = ((await app.cpu_s()) - served) * 1000;
    const database_ms = ((ground.databaseCpu_s() ?? Number.NaN) - (database ?? Number.NaN)) * 1000;
    wrong += offers.filter(({ from, to, beginAt, routeId, version }) => {
      return beginAt < from || beginAt > to || versions.get(routeId) !== version;
    }).length;
    if (turn >= 0) rows.push({ wall_ms, app_ms, database_ms, offers: offers.length });
    if (turn >= 0 && turn % 10 === 0) tell(`offer ${turn}: ${Math.round(wall_ms)} ms`);
  }
  const middle = (of: (row: (typeof rows)[number]) => number) => median(rows.map(of));
  const walls = rows.map(({ wall_ms }) => wall_ms);
  const shown = [median(walls), quantile(walls, 0.95), middle((row) => row.app_ms), middle((row) => row.database_ms)];
  return {
    clean: wrong === 0 && rows.some(({ offers }) => offers > 0),
    tables: [
      {
        title: `one more stop on ${STOPS}, ${WINDOWS} windows, by HTTP`,
        columns: ['p50 ms', 'p95 ms', 'app CPU ms', 'database CPU ms'],
        rows: [shown.map((figure) => Math.round(figure))],
      },
    ],
    bars: [barOf('an answer of the door, median ms', Math.round(median(walls)), '<=', 200)],
    notes: [`${middle(({ offers }) => offers)} windows of ${WINDOWS} can be kept; ${wrong} offers were wrong`],
    figures: { server: ground.server, stops: STOPS, routes: plan.routes.length, rows },
  };
}
