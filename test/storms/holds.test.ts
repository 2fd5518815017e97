import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom, type Random } from '../../src/commands/day/random.ts';
import { connect } from '../../src/platform/database.ts';
import { buy } from '../modules/orders/buy.ts';
import { workerAt } from '../modules/waves/floor.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Goods, type Ground } from '../support/goods.ts';
import { receivedLpn } from '../support/inbound.ts';
import { startBeside, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { untilTrue } from '../support/waiting.ts';
import { walkCart } from './cartWalk.ts';
import { deadlocksOf, judgeBooks } from './judge.ts';
import { holdAsSeen } from './naive/hold.ts';
import { rush } from './rush.ts';
import { noteReached, rounds, seed } from './size.ts';

const PICKERS = 4;
/** Of each kind of hold, one after the other; and how often is looked while one stands. */
const [HOLDS, LOOKS] = [3 * rounds, 6];
const [ORDERS, WAVES, ARRIVALS] = [30 * rounds, 8 * rounds, 20 * rounds];
const [UNITS, AT_ONCE] = [30, 12];

let apps: [TestServer, TestServer];
let ground: Ground;
/** Of two sellers; the third is kept by lots. */
let goods: { plain: Goods[]; lots: Goods; other: Goods };
let shops: { mine: Person; other: Person };
let others: string;
let pickers: Person[];

beforeAll(async () => {
  const first = await startServer();
  apps = [first, await startBeside(first)];
  ground = await openGround(first);
  others = await openSeller(first, ground.admin, 'OTHER');
  const other = await addItem({ ...ground, sellerId: others });
  goods = {
    plain: [await addItem(ground), await addItem(ground)],
    lots: await addItem(ground, { lotTracked: true }),
    other,
  };
  shops = {
    mine: await first.as('channel', { sellerId: ground.sellerId }),
    other: await first.as('channel', { sellerId: others }),
  };
  pickers = [];
  for (let at = 0; at < PICKERS; at++) pickers.push(await workerAt(first, ground));
});
afterAll(async () => {
  const [first, second] = apps;
  await second.stop();
  await first.close();
});

const reached = { scans: 0, picked: 0, repeats: 0, refused: 0, short: 0 };
const branches: Record<string, number> = {};
const note = (branch: string, times = 1) => (branches[branch] = (branches[branch] ?? 0) + times);

const value = async (query: string, values: (string | null)[] = []): Promise<number> =>
  (await apps[0].db.raw(`SELECT (${query})::int AS n`, values as string[])).rows[0].n;

const bin = (at: number) => ground.bins[at]!;

/** Where units of each lie, and of which lot. */
const spots = () => [
  ...goods.plain.flatMap(({ itemId }, at) => [at, at + 1].map((binAt) => ({ itemId, lot: '', binCode: bin(binAt) }))),
  { itemId: goods.lots.itemId, lot: 'L1', binCode: bin(2) },
  { itemId: goods.lots.itemId, lot: 'L2', binCode: bin(3) },
  { itemId: goods.other.itemId, lot: '', binCode: bin(0) },
];

async function bring({ lot, ...spot }: ReturnType<typeof spots>[number], quantity: number): Promise<void> {
  const of = { siteId: ground.siteId, ...spot, ...(lot === '' ? {} : { lot }) };
  const answer = await ground.manager.post('/v1/stock/adjustments', { ...of, quantity, reason: 'found' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
}

/** What a hold is asked for by, and the accounts that it is about. */
interface Scope {
  asked: { scope: string; lpnCode?: string } & Record<string, string | boolean>;
  about: string;
  of: string[];
}

const scopes: Record<string, (random: Random) => Promise<Scope>> = {
  async item(random) {
    const { itemId } = random.pick(goods.plain);
    return { asked: { scope: 'item', itemId }, about: 'item_id = ?', of: [itemId] };
  },
  async lot(random) {
    const [lot, { itemId }] = [random.pick(['L1', 'L2']), goods.lots];
    // nothing of it may have come yet
    const asked = { scope: 'lot', itemId, lot, evenIfUnknown: true };
    return { asked, about: 'item_id = ? AND lot = ?', of: [itemId, lot] };
  },
  async bin(random) {
    const binCode = bin(random.int(3));
    return { asked: { scope: 'bin', binCode }, about: 'place = ?', of: [`bin/${binCode}`] };
  },
  async seller() {
    return { asked: { scope: 'seller', sellerId: others }, about: 'seller_id = ?', of: [others] };
  },
  async lpn(random) {
    const lpnCode = await receivedLpn(ground, [[random.pick(goods.plain), 3]]);
    return { asked: { scope: 'lpn', lpnCode }, about: 'place = ?', of: [`lpn/${lpnCode}`] };
  },
};

const onSale = ({ about, of }: Scope) =>
  value(
    `SELECT coalesce(sum(quantity), 0) FROM balance
      WHERE site_id = ? AND ${about} AND condition = 'sellable' AND place ~ '^(bin|lpn|dock)/'`,
    [ground.siteId, ...of],
  );
/** Units that were taken from there to be sent out. */
const takenFrom = ({ about, of }: Scope) =>
  value(
    `SELECT coalesce(sum(quantity), 0) FROM ledger
      WHERE site_id = ? AND ${about.replace('place', 'from_place')} AND kind = 'pick'`,
    [ground.siteId, ...of],
  );

/** Whoever is overtaken by others again and again is told so, and asks once more. */
async function open({ asked }: Scope): Promise<Answer> {
  const { siteId, manager } = ground;
  for (;;) {
    const opened = await manager.post('/v1/holds', { siteId, reason: 'recall', ...asked });
    if (opened.body.error?.code !== 'overtaken') return opened;
    note('overtaken');
  }
}

/** Whoever looked at units that were held before he took them is told that they are not free, and looks again. */
async function putAway(lpnCode: string, binCode: string): Promise<void> {
  const { siteId, manager } = ground;
  for (;;) {
    const put = await manager.post('/v1/put-aways', { siteId, lpnCode, binCode });
    if (put.body.error?.code !== 'not_enough_at_place') {
      expect(put.status, JSON.stringify(put.body)).toBe(201);
      return;
    }
    note('held under the hands');
  }
}

/** While it stands nothing of it is on sale nor picked, whenever somebody looks. */
async function holdAndLift(kind: string, random: Random): Promise<void> {
  const { siteId, manager } = ground;
  const scope = await scopes[kind]!(random);
  const opening = open(scope);
  const { lpnCode } = scope.asked;
  // it is put away at the same moment
  if (lpnCode !== undefined) await putAway(lpnCode, bin(8 + random.int(10)));
  const opened = await opening;
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  const { holdId, units, hit } = opened.body as { holdId: string; units: number; hit: { broken: number }[] };
  const taken = await takenFrom(scope);
  for (let look = 0; look < LOOKS; look++) expect(await onSale(scope), `${kind} on sale`).toBe(0);
  expect(await takenFrom(scope), `${kind} picked`).toBe(taken);
  if (lpnCode !== undefined) {
    // what was taken stays with the hold, into whichever bin it is put; what another hold had comes to it once that is lifted
    const held = await value('SELECT coalesce(sum(held), 0) FROM hold_unit WHERE hold_id = ?', [holdId]);
    expect(held).toBeGreaterThanOrEqual(units);
    note(units > 0 ? 'lpn held on its way' : 'lpn held once it was empty');
  }
  note(`${kind} held`);
  note('units held', units);
  note(
    'allocations broken',
    hit.reduce((sum, { broken }) => sum + broken, 0),
  );
  const lifted = await manager.post(`/v1/holds/${holdId}/lift`, { siteId, reason: 'recall_over' });
  expect(lifted.status, JSON.stringify(lifted.body)).toBe(200);
}

async function order(random: Random): Promise<void> {
  const isOther = random.int(4) === 0;
  const mine = random.shuffle([...goods.plain, goods.lots]).slice(0, 2);
  const lines = (isOther ? [goods.other] : mine).map(({ itemId }) => ({ itemId, quantity: 1 }));
  const answer = await buy(isOther ? shops.other : shops.mine, lines, { onShortfall: 'keep' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  note(`order ${answer.body.state}`);
}

async function wave(): Promise<void> {
  const planned = await ground.manager.post('/v1/waves', { siteId: ground.siteId, partly: true, cartSlots: 2 });
  expect([201, 409], JSON.stringify(planned.body)).toContain(planned.status);
  note('waved', Number(planned.status === 201));
}

async function keepPicking(at: number, until: { stop: boolean }): Promise<void> {
  const random = makeRandom(seed * 100 + at);
  const tour = { apps, picker: pickers[at]!, cart: `CART-${10 + at}`, random, stray: ground.bins.at(-1)! };
  while (!until.stop) {
    // nobody asks for work all the time
    if (!(await walkCart({ ...tour, short_pct: 0, reached }))) await new Promise((rest) => setTimeout(rest, 20));
  }
}

const unfetched = () =>
  value('SELECT coalesce(sum(ordered - picked - cancelled), 0) FROM order_line WHERE site_id = ?', [ground.siteId]);

describe(`holds of items, lots, bins, sellers and LPNs while everybody sells, plans and picks (seed ${seed})`, () => {
  it('leave nothing of theirs on sale nor to be picked, and once they are lifted every order is fetched', async () => {
    const random = makeRandom(seed);
    for (const spot of spots()) await bring(spot, UNITS);
    for (let one = 0; one < ORDERS / 3; one++) await order(random);
    await wave();
    const until = { stop: false };
    const picking = Promise.all(pickers.map((_, at) => keepPicking(at, until)));
    const times = (n: number, one: () => Promise<void>) => Array.from({ length: n }, () => one);
    const floor = [
      ...times(ORDERS, () => order(random)),
      ...times(WAVES, wave),
      ...times(ARRIVALS, () => bring(random.pick(spots()), 2)),
    ];
    const holders = Object.keys(scopes).map(async (kind, at) => {
      const own = makeRandom(seed * 10 + at);
      for (let hold = 0; hold < HOLDS; hold++) await holdAndLift(kind, own);
    });
    await Promise.all([...holders, rush(floor, { atOnce: AT_ONCE, seed })]);
    await apps[0].settle();
    // enough of everything, and nothing in the way any more
    for (const spot of spots()) await bring(spot, 2 * UNITS);
    await apps[0].settle();
    const fetched = untilTrue(async () => {
      await wave();
      return (await unfetched()) === 0;
    });
    // a picker who fails would leave his cart for ever
    await Promise.race([fetched, picking]);
    until.stop = true;
    await picking;
    await apps[0].settle();
    noteReached('holds', { ...reached, ...branches });
    expect(await judgeBooks(apps[0])).toEqual([]);
    for (const { itemId } of [...goods.plain, goods.lots, goods.other]) {
      expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, promised: 0 });
    }
    for (const kind of Object.keys(scopes)) expect(branches[`${kind} held`], kind).toBe(HOLDS);
    const effects = { ...branches, picked: reached.picked };
    for (const effect of ['units held', 'allocations broken', 'waved', 'picked', 'order promised'])
      expect(effects[effect as keyof typeof effects] ?? 0, JSON.stringify(effects)).toBeGreaterThan(0);
  });

  it('would be caught leaving units on sale where a hold takes what it saw a moment ago', async () => {
    const { siteId, sellerId } = ground;
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, bin(5), 4);
    const db = connect(apps[0].databaseUrl, 1, apps[0].roles);
    // it has looked, and what comes then comes before it writes
    const held = await holdAsSeen(db, { siteId, sellerId, itemId }, () => stow(ground, itemId, bin(6), 1));
    expect(held).toMatchObject({ refused: false });
    await db.destroy();
    expect(await judgeBooks(apps[0], 'inventory')).toEqual([
      'the audit finds 1 rows of 17 nothing_on_sale_under_a_hold',
    ]);
  });

  it('never wait for each other in a circle', async () => {
    await apps[1].stop();
    expect(await deadlocksOf(apps[0], [])).toBe(0);
  });
});
