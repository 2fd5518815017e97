import { makeRandom, type Random } from '../../src/commands/day/random.ts';
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
interface Route {
  routeId: string;
  version: number;
  stops: { stopId: string }[];
}
interface Plan {
  routes: Route[];
  summary: { stops: number };
}
interface MoveCosts {
  lanes: { places: unknown[] }[];
}
interface Changed {
  cost: { after: { duration_s: number } };
  routes: Route[];
}

/**
 * What the desk is answered on a day of 500 stops whose roads have their hours: in which windows one more stop could come and at what
 * price, what a stop would cost elsewhere, and a stop that is moved there.
 */
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

/** Processor milliseconds of app and database, and how long the desk waited. */
interface Spent {
  wall_ms: number;
  app_ms: number;
  database_ms: number;
}

/** What the desk asks for while somebody waits; whether the answer is right. */
interface Question {
  what: string;
  ask(random: Random): Promise<boolean>;
}

async function measure(stage: Stage, options: BenchOptions, tell: Tell) {
  const random = makeRandom(options.seed + 1);
  const asked: { what: string; rows: Spent[]; wrong: number }[] = [];
  for (const { what, ask } of questions(stage)) {
    const rows: Spent[] = [];
    let wrong = 0;
    // the first ones start the solver's thread and load it
    for (let turn = -3; turn < options.rounds * 10; turn++) {
      const { right, ...spent } = await timed(stage, () => ask(random));
      if (!right) wrong++;
      if (turn >= 0) rows.push(spent);
    }
    tell(`${what}: ${Math.round(median(rows.map(({ wall_ms }) => wall_ms)))} ms`);
    asked.push({ what, rows, wrong });
  }
  const middle = (rows: Spent[], of: (row: Spent) => number) => Math.round(median(rows.map(of)));
  const cpu_ms = ({ app_ms, database_ms }: Spent) => app_ms + database_ms;
  const shown = ({ what, rows }: (typeof asked)[number]) => {
    const walls = rows.map(({ wall_ms }) => wall_ms);
    const processors = [middle(rows, ({ app_ms }) => app_ms), middle(rows, ({ database_ms }) => database_ms)];
    return [what, Math.round(median(walls)), Math.round(quantile(walls, 0.95)), ...processors];
  };
  return {
    clean: asked.every(({ wrong }) => wrong === 0),
    tables: [
      {
        title: `answers on a day of ${STOPS} stops, by HTTP`,
        columns: ['', 'p50 ms', 'p95 ms', 'app CPU ms', 'database CPU ms'],
        rows: asked.map(shown),
      },
    ],
    // what others do on the machine makes nobody's processor time longer, but everybody's wait
    bars: asked.map(({ what, rows }) => barOf(`${what}: processor ms, median`, middle(rows, cpu_ms), '<=', 200)),
    notes: asked.map(({ what, wrong }) => `${what}: ${wrong} answers were wrong`),
    figures: { server: stage.ground.server, stops: STOPS, routes: stage.plan.routes.length, asked },
  };
}

async function timed({ ground, app }: Stage, ask: () => Promise<boolean>): Promise<Spent & { right: boolean }> {
  const [database, served, began] = [ground.databaseCpu_s(), await app.cpu_s(), performance.now()];
  const right = await ask();
  const wall_ms = performance.now() - began;
  const app_ms = ((await app.cpu_s()) - served) * 1000;
  const after = ground.databaseCpu_s();
  const database_ms = database === null || after === null ? 0 : (after - database) * 1000;
  return { right, wall_ms, app_ms, database_ms };
}

function questions({ world: { siteId }, board, plan }: Stage): Question[] {
  const from = Date.now() + 2 * HOUR_MS;
  const windows = Array.from({ length: WINDOWS }, (_, at) => ({
    from: new Date(from + at * HOUR_MS).toISOString(),
    to: new Date(from + (at + 1) * HOUR_MS - 1000).toISOString(),
  }));
  const routes = new Map(plan.routes.map((route) => [route.routeId, route]));
  const stops = plan.routes.flatMap((route) => stopIdsOf(route));
  return [
    {
      what: `one more stop offered in ${WINDOWS} windows`,
      async ask(random) {
        const { offers } = await board<Offers>('/v1/insertion-offers', { siteId, ...spotOf(random), windows });
        return (
          offers.length > 0 &&
          offers.every(
            ({ from, to, beginAt, routeId, version }) =>
              beginAt >= from && beginAt <= to && routes.get(routeId)?.version === version,
          )
        );
      },
    },
    {
      what: 'what a stop costs at every place',
      async ask(random) {
        const { lanes } = await board<MoveCosts>('/v1/stops/weigh', { stopIds: [random.pick(stops)] });
        return lanes.length === routes.size && lanes.every(({ places }) => places.length > 0);
      },
    },
    {
      what: 'a stop moved, with what that costs',
      async ask(random) {
        const stopId = random.pick(stops);
        const target = random.pick([...routes.values()].filter((route) => !stopIdsOf(route).includes(stopId)));
        const { routeId, version } = target;
        const changed = await board<Changed>('/v1/stops/move', { stopIds: [stopId], to: { routeId, version } });
        for (const route of changed.routes) routes.set(route.routeId, route);
        return Number.isFinite(changed.cost.after.duration_s) && stopIdsOf(routes.get(routeId)!).includes(stopId);
      },
    },
  ];
}

const stopIdsOf = ({ stops }: Route) => stops.map(({ stopId }) => stopId);
