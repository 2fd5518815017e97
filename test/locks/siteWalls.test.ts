import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeRng } from '../../solver/shared/rng.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Route } from '../../src/platform/route.ts';
import type { Role } from '../../src/platform/work.ts';
import { dayDatabase } from '../support/dayTemplate.ts';
import { startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { guardedRoutes, nameOf, takesBody } from './doors.ts';
import { drawn, type Pool, type Schema } from './fuzz/drawn.ts';
import { knownValues } from './fuzz/fuzzFloor.ts';

const STAFF = ['manager', 'picker', 'packer', 'receiver', 'dispatcher', 'driver'] as const;
/** Of oneself, of no site at all (goods and their sellers), or asked by tests of their own. */
const APART =
  /^\/v1\/(?:sign-|pin$|password$|language$|sessions$|scans$|step$|solve\/|devices\/enrol|items|sellers)|^\/optimization/;
/** Times that each role asks each door: in the name of their site, and in that of its own; more where no id was looked at. */
const [TURNS, MOST] = [2, 16];
/** Of what a shape does not let in, and of what it alone cannot tell to be wrong. */
const OFF_SHAPE: ReadonlySet<number> = new Set([400, 422]);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const staffOf = ({ roles }: Route) => STAFF.filter((role) => roles !== 'anyone' && roles.includes(role));
const doors = guardedRoutes.filter((door) => !APART.test(door.path) && staffOf(door).length > 0);

let server: TestServer;
/** Where the day was played, and where those work who knock. */
let [theirs, ours]: string[] = [];
let known: Pool['known'];
/** Every id of something that is at their site. */
let bound: Set<string>;
const strangers = new Map<Role, Person>();

beforeAll(async () => {
  server = await startServer(new Date('2026-11-22T00:00:00Z'), await dayDatabase());
  theirs = (await rowsOf<{ id: string }>('SELECT site_id AS id FROM site'))[0]!.id;
  known = await knownValues(server);
  for (const [field, query] of Object.entries(PEOPLE)) {
    known.set(
      field,
      (await rowsOf<{ id: string }>(query)).map(({ id }) => id),
    );
  }
  // of what there is nothing of, any id will do
  for (const [field, values] of known) if (values.length === 0) known.delete(field);
  bound = await idsAt(theirs);
  const admin = await server.as('admin');
  const plan = { aisles: 1, bays: 4, levels: 1 };
  const opened = await admin.post('/v1/sites', { code: 'OURS', name: 'Ours', lat: 37.6, lon: 126.77, plan });
  ours = opened.body.siteId as string;
  for (const role of STAFF) {
    const person = await server.as(role);
    await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id <> ?', [person.userId, ours]);
    strangers.set(role, person);
  }
});
afterAll(() => server.close());

/** Whose ids no column of a site carries. */
const PEOPLE = {
  userId: `SELECT user_id AS id FROM user_account JOIN user_site USING (user_id) WHERE role NOT IN ('admin','driver') LIMIT 4`,
  driverId: `SELECT user_id AS id FROM user_account JOIN user_site USING (user_id) WHERE role = 'driver' LIMIT 4`,
  deviceId: 'SELECT device_id AS id FROM device LIMIT 4',
};

const rowsOf = async <R>(query: string, values: string[] = []): Promise<R[]> =>
  ((await server.db.raw(query, values)) as { rows: R[] }).rows;

/** Goods, sellers and people go about between sites; everything else belongs to the one that its row names. */
async function idsAt(siteId: string): Promise<Set<string>> {
  const columns = await rowsOf<{ table: string; column: string }>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_attribute s ON s.attrelid = c.oid AND s.attname = 'site_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND NOT c.relispartition
        AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
        AND a.attname !~ '^(item|seller|user|actor|driver|worker)_id$|_by$'`,
  );
  const ids = columns.map(({ table, column }) => `SELECT "${column}"::text AS id FROM "${table}" WHERE site_id = ?`);
  const found = await rowsOf<{ id: string | null }>(
    ids.join(' UNION '),
    ids.map(() => siteId),
  );
  return new Set(found.flatMap(({ id }) => (id === null ? [] : [id])));
}

/** A fingerprint of what is kept of a site, table by table. */
async function keptAt(siteId: string): Promise<string[]> {
  const tables = await rowsOf<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'site_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND NOT c.relispartition ORDER BY 1`,
  );
  const sums = tables.map(
    ({ name }) =>
      `SELECT '${name} ' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS sum FROM "${name}" t WHERE site_id = ?`,
  );
  const found = await rowsOf<{ sum: string }>(
    sums.join(' UNION ALL '),
    sums.map(() => siteId),
  );
  return found.map(({ sum }) => sum);
}

interface Knock {
  path: string;
  body: string | undefined;
}

const shapeOf = (shape: Route['params']) =>
  (shape === undefined ? { type: 'object' } : z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })) as Schema;

/** A request that the door's shape lets in, with ids of theirs wherever it takes one. */
function drawnKnock(door: Route, turn: number): Knock {
  const pool: Pool = { rng: makeRng(turn + 1), known, today: server.clock.now() };
  const params = drawn(shapeOf(door.params), pool) as Record<string, string | number>;
  const path = door.path.replace(/:(\w+)/g, (_, name: string) => {
    const real = known.get(name) ?? [];
    return encodeURIComponent(String(real.length === 0 ? params[name] : real[turn % real.length]));
  });
  const asked = Object.entries(drawn(shapeOf(door.query), pool) as Record<string, unknown>);
  const query = new URLSearchParams(Object.fromEntries(asked.map(([key, value]) => [key, String(value)]))).toString();
  const takes = takesBody(door) && door.body !== undefined && door.body !== 'bytes';
  const body = takes ? JSON.stringify(drawn(shapeOf(door.body as Route['params']), pool)) : undefined;
  const knock = { path: query === '' ? path : `${path}?${query}`, body };
  return turn % 2 === 0 ? knock : renamed(knock, (id) => (id === theirs ? ours! : id));
}

function renamed({ path, body }: Knock, to: (id: string) => string): Knock {
  return { path: path.replaceAll(UUID, to), body: body?.replaceAll(UUID, to) };
}

/** The same with ids of nothing in place of theirs. */
function ofNothing(knock: Knock): Knock {
  const fresh = new Map<string, string>();
  const people = new Set([...known.get('userId')!, ...known.get('driverId')!]);
  const isTheirs = (id: string) => bound.has(id) || people.has(id);
  return renamed(knock, (id) => (isTheirs(id) ? (fresh.get(id) ?? fresh.set(id, newId()).get(id)!) : id));
}

function ask(person: Person, { method }: Route, { path, body }: Knock): Promise<Answer> {
  if (method === 'get') return person.get(path);
  return method === 'patch' ? person.patch(path, body) : person.post(path, body ?? '{}');
}

const textOf = ({ body }: Answer) => (typeof body === 'string' ? body : JSON.stringify(body));
/** What can be told from an answer, without the ids that were asked for. */
const tellable = (answer: Answer) => `${answer.status} ${textOf(answer).replaceAll(UUID, 'ID')}`;
const theirsIn = (answer: Answer, { path, body }: Knock) =>
  [...textOf(answer).matchAll(UUID)].filter(([id]) => bound.has(id) && !`${path} ${body ?? ''}`.includes(id));

describe('the walls between sites', () => {
  const told: string[] = [];
  const shown: string[] = [];
  let compared = 0;
  const statuses = new Map<string, Set<number>>();

  it('answer for what is at another site as for nothing, at every door, to everybody who may use it', async () => {
    // nothing is left to do that is nobody's doing, since the clock stands
    await server.settle();
    await server.app.jobs!.runDue();
    await server.settle();
    const before = await keptAt(theirs!);
    const walks = [...strangers].map(async ([role, person]) => {
      for (const door of doors.filter((one) => staffOf(one).includes(role as (typeof STAFF)[number]))) {
        const isReached = () => {
          const known = [...(statuses.get(nameOf(door)) ?? [])];
          return door.path.includes(':') ? known.includes(404) : known.some((status) => !OFF_SHAPE.has(status));
        };
        for (let turn = 0; turn < TURNS || (turn < MOST && !isReached()); turn++) {
          const knock = drawnKnock(door, turn);
          const [asked, nothing, name] = [await ask(person, door, knock), ofNothing(knock), nameOf(door)];
          statuses.set(name, (statuses.get(name) ?? new Set()).add(asked.status));
          const line = `${name} as ${role}, ${knock.path} ${knock.body ?? ''}`;
          if (theirsIn(asked, knock).length > 0) shown.push(`${line}: ${textOf(asked).slice(0, 300)}`);
          // without anything of theirs it is their own business
          if (JSON.stringify(nothing) === JSON.stringify(knock)) continue;
          const absent = await ask(person, door, nothing);
          compared += 1;
          if (tellable(asked) !== tellable(absent))
            told.push(`${line}: ${tellable(asked)} and not ${tellable(absent)}`);
        }
      }
    });
    await Promise.all(walks);
    expect(told).toEqual([]);
    expect(shown).toEqual([]);
    expect(compared).toBeGreaterThan(300);
    expect(await keptAt(theirs!)).toEqual(before);
  });

  it('are reached at nearly every door with an id in its address, past the shape of what is sent', () => {
    const addressed = doors.filter(({ path }) => path.includes(':')).map(nameOf);
    const unreached = addressed.filter((door) => statuses.get(door)?.has(404) !== true);
    expect(unreached.length, unreached.join()).toBeLessThan(addressed.length / 10);
  });

  it('are asked at nearly every other door, too, by somebody whose request its shape lets in', () => {
    const open = doors.filter(({ path }) => !path.includes(':')).map(nameOf);
    const shut = open.filter((door) => [...(statuses.get(door) ?? [])].every((status) => OFF_SHAPE.has(status)));
    expect(shut.length, shut.join()).toBeLessThan(open.length / 10);
  });

  it('keep orders and checkouts that name no site at the sites of who brings them', async () => {
    const ourManager = strangers.get('manager')!;
    const [goods] = await rowsOf<{ itemId: string; sellerId: string }>(
      `SELECT item_id AS "itemId", seller_id AS "sellerId" FROM item_stock JOIN item USING (item_id, seller_id)
        WHERE on_hand - held - promised - allocated > 5 AND NOT lot_tracked AND NOT serial_tracked ORDER BY 1 LIMIT 1`,
    );
    const { itemId, sellerId } = goods!;
    const basket = (externalId: string, quantity = 1) => {
      return { sellerId, channel: 'desk', mall: '', externalId, lines: [{ itemId, quantity }] };
    };
    const checkout = (externalId: string) => ({ ...basket(externalId), expiresInSeconds: 600 });
    const before = await keptAt(theirs!);
    const lacking = [
      await ourManager.post('/v1/orders', { ...basket('none'), paid: true }),
      await ourManager.post('/v1/promises', checkout('none')),
    ];
    expect(lacking.map(({ body }) => body.error.code)).toEqual(['not_enough_stock', 'not_enough_stock']);
    const bins = await ourManager.get(`/v1/bins?siteId=${ours}&kind=pick`);
    const stowed = { siteId: ours, binCode: bins.body.bins[0].binCode, itemId, quantity: 2, reason: 'opening' };
    expect((await ourManager.post('/v1/stock/adjustments', stowed)).status).toBe(201);
    const order = await ourManager.post('/v1/orders', { ...basket('own'), paid: true });
    expect([order.status, order.body.siteId]).toEqual([201, ours]);
    expect((await ourManager.get(`/v1/orders/${order.body.orderId}`)).status).toBe(200);
    const promise = await ourManager.post('/v1/promises', checkout('bought'));
    expect([promise.status, (await ourManager.get(`/v1/promises/${promise.body.promiseId}`)).body.siteId]).toEqual([
      201,
      ours,
    ]);
    expect(await keptAt(theirs!)).toEqual(before);
  });

  it('let those in who work there', async () => {
    const inside = await server.as('manager');
    const own = doors.filter(({ method, path, roles }) => {
      return method === 'get' && path.includes(':') && roles !== 'anyone' && roles.includes('manager');
    });
    const answers = await Promise.all(own.map(async (door) => (await ask(inside, door, drawnKnock(door, 0))).status));
    expect(answers.filter((status) => status === 200).length).toBeGreaterThan(5);
  });

  it('keep a scanner from what it reads off a label of another site', async () => {
    const codes = await rowsOf<{ code: string }>(
      `(SELECT lpn_code AS code FROM lpn LIMIT 3) UNION ALL (SELECT sscc FROM parcel WHERE sscc IS NOT NULL LIMIT 3)`,
    );
    expect(codes.length).toBeGreaterThan(3);
    const receiver = strangers.get('receiver')!;
    const look = async (code: string) =>
      JSON.stringify(await receiver.scan('look', code))
        .replaceAll(code, 'CODE')
        .replace(/"seq":\d+/, '');
    const none = { LPN: 'LPN9999998', SSCC: '088000000000999999' };
    for (const { code } of codes) {
      expect(await look(code), code).toBe(await look(code.startsWith('LPN') ? none.LPN : none.SSCC));
    }
  });
});
