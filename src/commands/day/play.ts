import { makeBaskets, goodsOf, makeStops } from './world.ts';
import { readBaskets, type Basket } from './baskets.ts';
import { closeBooks, type Books } from './books.ts';
import { makeNotes } from './notes.ts';
import { InputError } from './inputError.ts';
import type { DayOptions } from './options.ts';
import { makeBuyers } from './people/buyer.ts';
import { makeCounter } from './people/counter.ts';
import { makeDispatcher } from './people/dispatcher.ts';
import { makeDriver } from './people/driver.ts';
import { makeFloorLead } from './people/floorLead.ts';
import { makePacker } from './people/packer.ts';
import { makePicker } from './people/picker.ts';
import { makeProblemSolver } from './people/problemSolver.ts';
import { makeReceiver } from './people/receiver.ts';
import { makeReturnsDesk } from './people/returnsDesk.ts';
import { makeRoster } from './people/roster.ts';
import { makeSeller } from './people/seller.ts';
import { DOCKS_OPEN, HOUR, planInbound, planOrders, tidesOf } from './plan.ts';
import { makeRandom } from './random.ts';
import { makeSchedule, type Person, type Second } from './schedule.ts';
import { setUp, type Ground } from './setup.ts';
import type { Site } from './site.ts';
import type { Floor, Road, Stage } from './stage.ts';
import { readStops } from './stops.ts';
import { makeStorm, type StormFigures } from './storm.ts';

/** 2026-11-20 00:00 in Seoul; a driven site lives this day. */
const MIDNIGHT = Date.parse('2026-11-19T15:00:00Z');
const SETUP_AT: Second = 5 * HOUR;

export interface Input {
  today: Basket[];
  history: Basket[];
  malformed: { line: number; why: string }[];
  leftOut: Record<string, number>;
  stops: ReturnType<typeof readStops>;
}

/**
 * Baskets and stops from files where given, else invented from the seed.
 * @throws Error where a file is missing or unreadable, or holds too few orders
 */
export function readInput(options: DayOptions): Input {
  const random = makeRandom(options.seed);
  const stops =
    options.stops === undefined ? makeStops(Math.min(2000, options.orders), random) : readStops(options.stops);
  if (options.baskets === undefined)
    return { ...makeBaskets(options.orders, random), malformed: [], leftOut: {}, stops };
  const file = readBaskets(options.baskets);
  const { baskets, malformed, leftOut } = file;
  if (baskets.length < options.orders) {
    throw new InputError(`${options.baskets}: ${baskets.length} orders, ${options.orders} asked for`);
  }
  const cut = baskets.length - options.orders;
  return { today: baskets.slice(cut), history: baskets.slice(0, cut), malformed, leftOut, stops };
}

export interface Played {
  stage: Stage;
  books: Books;
  input: Input;
  storm: StormFigures | undefined;
}

/** Lives the day. `tell` hears a line of progress now and then. */
export async function playDay(
  site: Site,
  options: DayOptions,
  tell: (stage: Stage, now: Second) => void,
  input: Input = readInput(options),
): Promise<Played> {
  const random = makeRandom(options.seed + 1);
  const skus = [...new Set(input.today.flatMap((basket) => basket.lines.map((line) => line.sku)))];
  const goods = goodsOf(skus, options.seed);
  const tides = tidesOf(options.cutoffs);
  const start = site.drivenClock ? MIDNIGHT : Date.now();
  const instant = (at: Second) => (site.drivenClock ? new Date(start + at * 1000) : new Date());
  await site.setClock(instant(SETUP_AT));
  const run = `${options.seed}-${site.drivenClock ? 1 : start % 1_000_000}`;
  const ground = await setUp(site, options, { goods, history: input.history, tides, stops: input.stops, run });
  const orders = planOrders(options, random, { baskets: input.today, goods, stops: input.stops, tides });
  const schedule = makeSchedule(SETUP_AT + 600, 48);
  const stage: Stage = {
    site,
    options,
    ground,
    schedule,
    random,
    floor: await floorOf(ground, options),
    road: roadOf(ground),
    notes: makeNotes(),
    orders,
    tides,
    units: planInbound(orders, random),
    instant,
    now: () => instant(schedule.now),
    promiseBy: (deliverBy) => new Date(start + deliverBy * 1000),
  };
  for (const person of await crewOf(stage)) schedule.add(person.person, person.from);
  const storm = options.storm ? makeStorm(site, options.seed, [DOCKS_OPEN, tides.at(-1)!.deliverBy]) : undefined;
  const began = Date.now();
  const end = tides.at(-1)!.deliverBy + 3 * HOUR;
  await schedule.run(end, async (now) => {
    tell(stage, now);
    await site.setClock(instant(now));
    storm?.tick(now);
    const due = options.speed === undefined ? 0 : ((now - SETUP_AT) / options.speed) * 1000 - (Date.now() - began);
    if (due > 1) await new Promise((rest) => setTimeout(rest, due));
  });
  const struck = await storm?.over();
  return { stage, books: await closeBooks(stage), input, storm: struck };
}

async function crewOf(stage: Stage): Promise<{ person: Person; from: Second }[]> {
  const { crew, sellers } = stage.ground;
  const people: { person: Person; from: Second }[] = [];
  const noon = DOCKS_OPEN + 4 * HOUR;
  for (const at of sellers.keys()) {
    people.push({ person: makeSeller(stage, at), from: SETUP_AT + 600 });
    people.push({ person: makeBuyers(stage, at), from: noon });
  }
  const add = async (from: Second, made: Promise<Person>[]) => {
    for (const person of await Promise.all(made)) people.push({ person, from });
  };
  await add(
    DOCKS_OPEN,
    crew.receiver.map((http, at) => makeReceiver(stage, `receiver ${at + 1}`, http, at === crew.receiver.length - 1)),
  );
  const [counter, ...pickers] = [crew.picker[0]!, ...crew.picker];
  await add(
    noon,
    pickers.map((http, at) => makePicker(stage, `picker ${at + 1}`, http)),
  );
  await add(noon, [
    makeCounter(stage, 'counter', counter),
    makeReturnsDesk(stage, 'returns desk', crew.receiver[0]!),
    ...crew.manager.slice(1).map((http, at) => makeProblemSolver(stage, `problem solver ${at + 1}`, http)),
  ]);
  await add(
    noon,
    crew.packer.map((http, at) => makePacker(stage, `packer ${at + 1}`, http)),
  );
  const codes = [...stage.road.driverOf.keys()];
  await add(
    noon,
    codes.map((code) => makeDriver(stage, code)),
  );
  people.push({ person: makeRoster(stage), from: noon + 1800 });
  people.push({ person: makeFloorLead(stage), from: noon + 900 }, { person: makeDispatcher(stage), from: noon });
  return people;
}

async function floorOf(ground: Ground, options: DayOptions): Promise<Floor> {
  const { bins } = await ground.admin.get<{ bins: { binCode: string; kind: string; aisle: number; y_mm: number }[] }>(
    `/v1/bins?siteId=${ground.siteId}&limit=5000`,
  );
  const shown = await ground.admin.get<{ layout: Floor['layout'] }>(`/v1/sites/${ground.siteId}`);
  const carts = options.pickers * 2;
  const numbered = (prefix: string, count: number, digits: number) =>
    Array.from({ length: count }, (_, at) => `${prefix}-${String(at + 1).padStart(digits, '0')}`);
  return {
    freeCarts: numbered('CART', carts, 2),
    freeTotes: numbered('TOTE', Math.max(200, options.pickers * 60), 4),
    lpnsAtDock: [],
    totesAtLanes: [],
    totesAside: [],
    trucks: [],
    parcelsBack: [],
    shelves: bins.filter(({ kind }) => kind === 'pick').map(({ binCode }) => binCode),
    binAt: new Map(bins.map(({ binCode, aisle, y_mm }) => [binCode, { aisle, y_mm }])),
    layout: shown.layout,
    contents: new Map(),
    handsIn: new Map(),
    opening: new Set(),
    counting: new Set(),
    nextLpn: 1,
  };
}

function roadOf(ground: Ground): Road {
  const codes = [...ground.vehicles.keys()];
  return {
    vehicleIds: ground.vehicles,
    driverOf: new Map(codes.map((code, at) => [code, { http: ground.crew.driver[at]!, routeIds: [] }])),
    idle: new Set(codes),
    late: undefined,
    hasLost: false,
    failed: new Set(),
    misled: false,
  };
}
