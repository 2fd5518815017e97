import { playDay, type Played } from '../../src/commands/day/play.ts';
import type { DayOptions } from '../../src/commands/day/options.ts';
import type { Person } from '../../src/commands/day/schedule.ts';
import { after, type Stage } from '../../src/commands/day/stage.ts';
import type { Site } from '../../src/commands/day/site.ts';
import { PASSWORD, startServer, type TestServer } from './server.ts';

const LOGIN = 'day-admin';
/** The people come at five in the morning; a driven clock never goes back, so the server starts before them. */
const BEFORE_THE_DAY = new Date('2026-11-19T19:00:00Z');

export interface SmallDay {
  server: TestServer;
  played: Played;
}

/** A working day of a dozen orders, played through the doors of a server in this process; close the server when done. */
export async function playSmallDay(seed: number, more: Partial<DayOptions> = {}): Promise<SmallDay> {
  const server = await startServer(BEFORE_THE_DAY);
  await server.as('admin', { login: LOGIN });
  const options: DayOptions = {
    orders: 12,
    pickers: 2,
    vehicles: 2,
    cutoffs: 2,
    baskets: undefined,
    stops: undefined,
    seed,
    speed: undefined,
    shortRate: 0.2,
    url: undefined,
    report: undefined,
    json: false,
    storm: false,
    ...more,
  };
  let told = false;
  const played = await playDay(siteOf(server), options, (stage) => {
    if (told) return;
    told = true;
    stage.schedule.add(changeMinds(stage), stage.schedule.now + 60);
  });
  await server.settle();
  return { server, played };
}

/** The server of a test as the place where a day is played. */
export function siteOf(server: TestServer): Site {
  return {
    url: server.url,
    login: LOGIN,
    password: PASSWORD,
    drivenClock: true,
    setClock(at) {
      server.clock.set(at);
      return Promise.resolve();
    },
    appCpu_s: () => Promise.resolve(process.cpuUsage().user / 1e6),
    databaseCpu_s: () => Promise.resolve(null),
    environment: { DATABASE_URL: server.databaseUrl },
    strikes: {},
    stop: () => server.close(),
  };
}

/** Two customers who cancel: one as soon as he has ordered, one when his order has been picked from. */
function changeMinds(stage: Stage): Person {
  const wanted = ['promised', 'picking'];
  return {
    name: 'customers who change their minds',
    async act(now) {
      if (wanted.length === 0 || now > stage.tides.at(-1)!.orderBy + 2 * 3600) return 'home';
      const { orders } = await stage.ground.admin.get<{
        orders: { orderId: string; externalId: string; state: string }[];
      }>(`/v1/orders?siteId=${stage.ground.siteId}&limit=200`);
      const order = orders.find(({ state }) => state === wanted[0] || (wanted[0] === 'picking' && state === 'picked'));
      const note = order && stage.notes.orders.get(order.externalId);
      if (note?.orderId !== undefined && !note.cancelAsked) {
        wanted.shift();
        note.cancelAsked = true;
        await stage.ground.admin.post(`/v1/orders/${note.orderId}/cancel`, { cause: 'changed_mind' });
      }
      return after(240);
    },
  };
}
