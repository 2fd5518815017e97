import type { Random } from '../../src/commands/day/random.ts';
import { ADJUSTMENT, binPlace, post, promiseMany } from '../../src/inventory/index.ts';
import { openPromises } from '../../src/inventory/openPromise.ts';
import type { OpenPromise } from '../../src/inventory/schema.ts';
import { placeMany } from '../../src/orders/place.ts';
import type { PlaceOrder } from '../../src/orders/schema.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done, type Outcome } from '../../src/platform/errors.ts';
import { gather, type SetVerb } from '../../src/platform/gather.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Work } from '../../src/platform/work.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import type { TestServer } from '../support/server.ts';

export const DAY_MS = 86_400_000;
export type Lines = { itemId: string; quantity: number }[];

export const valueOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.refused) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};

/** A process of the app without its doors: a pool of its own, where those who come at the same moment go together. */
export interface Desk {
  db: Database;
  place(at: Date, input: PlaceOrder): Promise<Outcome<{ orderId: string; state: string }>>;
  checkOut(at: Date, input: OpenPromise): Promise<Outcome<{ promiseId: string }>>;
  /** A transaction of its own. */
  alone<T>(at: Date, verb: (work: Work) => Promise<Outcome<T>>): Promise<Outcome<T>>;
}

/** @param together hears which purchases went together each time */
export function openDesk(
  { databaseUrl, roles }: TestServer,
  { connections, together }: { connections: number; together: (verb: string, purchases: string[]) => void },
): Desk {
  const db = connect(databaseUrl, connections, roles);
  const noted =
    <I extends { externalId: string }, T>(name: string, verb: SetVerb<I, T>): SetVerb<I, T> =>
    (asked) => {
      together(
        name,
        asked.map(({ input }) => input.externalId),
      );
      return verb(asked);
    };
  const occasion = (at: Date) => ({ actor: system, at, id: newId() });
  const placing = gather(db, noted('placed', placeMany));
  const checking = gather(db, noted('checked out', openPromises));
  return {
    db,
    place: (at, input) => placing(occasion(at), input),
    checkOut: (at, input) => checking(occasion(at), input),
    alone: (at, verb) => transact(db, occasion(at), verb),
  };
}

interface Spot {
  siteId: string;
  itemId: string;
  lot: string;
  place: string;
}

/** Six items, of which the last is in a flash sale; the units of the first two lie in two lots. */
export interface OverdueFloor {
  ground: Ground;
  /** The moment at which all that is left waiting has run out. */
  over: Date;
  basket(random: Random, most?: number): Lines;
  /** An order of a purchase of its own; each has another customer. */
  order(lines: Lines, more?: Partial<PlaceOrder>): PlaceOrder;
  /** Paid, and without an address; of nothing that was in no sale yet when it was placed. */
  gift(random: Random): PlaceOrder;
  /** Some units of an item in a bin, of a lot wherever it lies, or of all that lies in a bin. */
  units(random: Random): { way: 'item' | 'lot' | 'bin'; spots: Spot[]; quantity: number };
  /** The checkout of that order. */
  checkout(order: PlaceOrder, expires_ms: number): OpenPromise;
}

const [ITEMS, BINS, LOTS] = [6, 3, ['L1', 'L2']];
let made = 0;

/** So many units of each item, in some bins and lots. */
export async function layOverdueFloor(server: TestServer, units: number): Promise<OverdueFloor> {
  const ground = await openGround(server);
  const items: string[] = [];
  for (let at = 0; at < ITEMS; at++) items.push((await addItem(ground, at < 2 ? { lotTracked: true } : {})).itemId);
  const made201 = async (path: string, asked: object) => {
    const { status, body } = await ground.manager.post(path, { siteId: ground.siteId, ...asked });
    if (status !== 201) throw new Error(JSON.stringify(body));
  };
  for (const { itemId, lot, binCode } of items.flatMap((itemId) => spotsOf(items, itemId, ground))) {
    const quantity = Math.ceil(units / BINS / lotsOf(items, itemId).length);
    const of = lot === '' ? {} : { lot };
    await made201('/v1/stock/adjustments', { ...of, binCode, itemId, quantity, reason: 'opening' });
  }
  await made201('/v1/flash-sales', { itemId: items.at(-1), unitsPerCustomer: 50, setAside: units });
  return { over: new Date(server.clock.now().getTime() + DAY_MS), ...callersOf(ground, items) };
}

/** Checkouts of one unit of an item each, whose time is over at the moment that is answered. */
export async function leave(desk: Desk, { ground, over }: OverdueFloor, itemId: string, quantity: number) {
  const { siteId, sellerId, bins } = ground;
  const begin = new Date(over.getTime() - DAY_MS);
  const leg = { sellerId, itemId, from: ADJUSTMENT, to: binPlace(bins[4]!), quantity };
  valueOf(await desk.alone(begin, (work) => post(work, { siteId, kind: 'move', legs: [leg] })));
  const soon = new Date(begin.getTime() + 1000);
  const of = { siteId, sellerId, channel: 'left', mall: '', expiresAt: soon, lines: [{ itemId, quantity: 1 }] };
  const left = Array.from({ length: quantity }, () => ({ ...of, externalId: newId() }));
  const made = await desk.alone(begin, async (work) => done(await promiseMany(work, left)));
  return { over: soon, promiseIds: valueOf(made).map((outcome) => valueOf(outcome).promiseId) };
}

const lotsOf = (items: string[], itemId: string) => (items.indexOf(itemId) < 2 ? LOTS : ['']);

const spotsOf = (items: string[], itemId: string, { siteId, bins }: Ground) =>
  bins
    .slice(0, BINS)
    .flatMap((binCode) =>
      lotsOf(items, itemId).map((lot) => ({ siteId, itemId, lot, binCode, place: binPlace(binCode) })),
    );

function callersOf(ground: Ground, items: string[]): Omit<OverdueFloor, 'over'> {
  const { siteId, sellerId } = ground;
  const order = (lines: Lines, more: Partial<PlaceOrder> = {}): PlaceOrder => {
    made += 1;
    const phone = `010-${1000 + Math.floor(made / 10_000)}-${String(made % 10_000).padStart(4, '0')}`;
    const shipTo = { name: '김새벽', phone, address: '서울시 강남구 테헤란로 1' };
    const of = { siteId, sellerId, channel: 'storm', mall: '', externalId: `O-${made}`, version: 1 };
    return { ...of, paid: true, lines, shipTo, onShortfall: 'refuse', ...more };
  };
  return {
    ground,
    order,
    basket: (random, most = 2) =>
      random
        .shuffle(items)
        .slice(0, 1 + random.int(3))
        .map((itemId) => ({ itemId, quantity: 1 + random.int(most) })),
    gift(random) {
      const { shipTo, ...gift } = order([{ itemId: random.pick(items.slice(0, -1)), quantity: 1 }]);
      const { name, phone } = shipTo!;
      return { ...gift, shipTo: { name, phone } };
    },
    checkout: ({ channel, externalId, lines, shipTo }, expires_ms) => {
      const of = { siteId, sellerId, channel, mall: '', externalId, customer: shipTo!.phone };
      return { ...of, lines: lines as Lines, expiresInSeconds: Math.round(expires_ms / 1000) };
    },
    units(random) {
      const all = items.flatMap((itemId) => spotsOf(items, itemId, ground));
      const one = random.pick(all);
      const way = random.pick(['item', 'lot', 'bin'] as const);
      const spots = {
        item: [one],
        lot: all.filter(({ itemId, lot }) => itemId === items[0] && lot === LOTS[0]),
        bin: all.filter(({ binCode }) => binCode === one.binCode),
      }[way];
      return { way, spots, quantity: 1 + random.int(6) };
    },
  };
}
