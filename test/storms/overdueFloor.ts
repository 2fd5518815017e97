import type { Random } from '../../src/commands/day/random.ts';
import { openPromises } from '../../src/inventory/openPromise.ts';
import type { OpenPromise } from '../../src/inventory/schema.ts';
import { placeMany } from '../../src/orders/place.ts';
import type { PlaceOrder } from '../../src/orders/schema.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import type { Outcome } from '../../src/platform/errors.ts';
import { gather, type SetVerb } from '../../src/platform/gather.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Work } from '../../src/platform/work.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import type { TestServer } from '../support/server.ts';

export const DAY_MS = 86_400_000;
export type Lines = { itemId: string; quantity: number }[];

/** A process of the app without its doors: a pool of its own, where those who come at the same moment go together. */
export interface Desk {
  db: Database;
  place(at: Date, input: PlaceOrder): Promise<Outcome<{ orderId: string; state: string }>>;
  checkOut(at: Date, input: OpenPromise): Promise<Outcome<{ promiseId: string }>>;
  /** A transaction of its own. */
  alone<T>(at: Date, verb: (work: Work) => Promise<Outcome<T>>): Promise<Outcome<T>>;
}

/** @param together hears how many went together each time */
export function openDesk(
  { databaseUrl, roles }: TestServer,
  { connections, together }: { connections: number; together: (verb: string, asked: number) => void },
): Desk {
  const db = connect(databaseUrl, connections, roles);
  const noted =
    <I, T>(name: string, verb: SetVerb<I, T>): SetVerb<I, T> =>
    (asked) => {
      together(name, asked.length);
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

export interface OverdueFloor {
  ground: Ground;
  /** The last one is in a flash sale; of the first two the units lie in two lots. */
  items: string[];
  lotsOf(itemId: string): string[];
  /** The moment at which all that is left waiting has run out. */
  over: Date;
  basket(random: Random, most?: number): Lines;
  /** An order of a purchase of its own; each has another customer. */
  order(lines: Lines, more?: Partial<PlaceOrder>): PlaceOrder;
  /** The checkout of that order. */
  checkout(order: PlaceOrder, expires_ms: number): OpenPromise;
}

const [ITEMS, BINS, LOTS] = [6, 3, ['L1', 'L2']];
let made = 0;

/** So many units of each item, in some bins and lots. */
export async function layOverdueFloor(server: TestServer, units: number): Promise<OverdueFloor> {
  const ground = await openGround(server);
  const { siteId, sellerId } = ground;
  const items: string[] = [];
  for (let at = 0; at < ITEMS; at++) items.push((await addItem(ground, at < 2 ? { lotTracked: true } : {})).itemId);
  const lotsOf = (itemId: string) => (items.indexOf(itemId) < 2 ? LOTS : ['']);
  for (const itemId of items) {
    const spots = ground.bins.slice(0, BINS).flatMap((binCode) => lotsOf(itemId).map((lot) => ({ binCode, lot })));
    for (const { binCode, lot } of spots) {
      const quantity = Math.ceil(units / spots.length);
      const of = { siteId, binCode, itemId, quantity, reason: 'opening', ...(lot === '' ? {} : { lot }) };
      const { status, body } = await ground.manager.post('/v1/stock/adjustments', of);
      if (status !== 201) throw new Error(JSON.stringify(body));
    }
  }
  const sale = { siteId, itemId: items.at(-1), unitsPerCustomer: 50, setAside: units };
  const { status, body } = await ground.manager.post('/v1/flash-sales', sale);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return {
    ground,
    items,
    lotsOf,
    over: new Date(server.clock.now().getTime() + DAY_MS),
    basket: (random, most = 2) =>
      random
        .shuffle(items)
        .slice(0, 1 + random.int(3))
        .map((itemId) => ({ itemId, quantity: 1 + random.int(most) })),
    order(lines, more = {}) {
      made += 1;
      const phone = `010-${String(1000 + Math.floor(made / 10_000))}-${String(made % 10_000).padStart(4, '0')}`;
      const shipTo = { name: '김새벽', phone, address: '서울시 강남구 테헤란로 1' };
      const of = { siteId, sellerId, channel: 'storm', mall: '', externalId: `O-${made}`, version: 1 };
      return { ...of, paid: true, lines, shipTo, onShortfall: 'refuse', ...more };
    },
    checkout: ({ channel, externalId, lines, shipTo }, expires_ms) => {
      const of = { siteId, sellerId, channel, mall: '', externalId, customer: shipTo!.phone };
      return { ...of, lines: lines as Lines, expiresInSeconds: Math.round(expires_ms / 1000) };
    },
  };
}
