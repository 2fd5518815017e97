import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/platform/database.ts';
import { done, refuse } from '../../src/platform/errors.ts';
import { appMay, hangsOn, ownersCalls, sellerMay } from '../../src/platform/grants.ts';
import { newId } from '../../src/platform/ids.ts';
import { rows } from '../../src/platform/sql.ts';
import { buildWalls } from '../../src/platform/walls.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Actor, type Tx } from '../../src/platform/work.ts';
import type { FreshDatabase } from '../support/database.ts';
import { dayDatabase } from '../support/dayTemplate.ts';
import { sellersTables } from './sellersTables.ts';
import { refusalOf } from './sqlRefusal.ts';

/** Shared by all sellers though they name a seller's row: handhelds, which are a site's. */
const SHARED = ['device'];

let fresh: FreshDatabase;
let owner: Database;
let app: Database;
/** Every table that the catalog has with a seller_id. */
let owned: string[];
let mine: string;
let other: string;

beforeAll(async () => {
  fresh = await dayDatabase();
  owner = connect(fresh.url, 2);
  app = connect(fresh.url, 2, fresh.roles);
  owned = (
    await rows<{ name: string }>(
      owner,
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND a.attname = 'seller_id'
          AND NOT a.attisdropped ORDER BY 1`,
    )
  ).map(({ name }) => name);
  const sellers = await rows<{ id: string }>(
    owner,
    `SELECT seller_id AS id FROM customer_order GROUP BY 1 ORDER BY count(*) DESC LIMIT 2`,
  );
  [mine, other] = sellers.map(({ id }) => id) as [string, string];
});
afterAll(async () => {
  await app.destroy();
  await owner.destroy();
  await fresh.drop();
});

const seller = (): Actor => ({ ...system, userId: newId(), login: 'seller', role: 'seller', sellerId: mine });

/** As a verb of this seller would, in a transaction of its own that is undone. */
async function asSeller<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  let seen: T | undefined;
  await transact(app, { actor: seller(), at: new Date('2026-11-22T00:00:00Z'), id: newId() }, async (work) => {
    seen = await run(work.tx);
    return refuse('undone', 'Nothing is kept of this');
  });
  return seen as T;
}

/** `below=above`, or one name for both. */
const joined = (columns: string) => {
  const [below, above = below] = columns.split('=');
  return `a.${above} = t.${below}`;
};
const count = async (tx: Tx, what: string) =>
  (await tx.raw(`SELECT count(*)::int AS n FROM ${what}`)).rows[0].n as number;
const may = (table: string) => sellerMay[table] ?? appMay[table] ?? 'change';
const foreign = (table: string) => `${table} WHERE seller_id IS DISTINCT FROM '${mine}'`;

/** What the role of sellers has, as the catalog has it: a line a table, its verbs by their first letters. */
async function sellersHave(): Promise<string[]> {
  const granted = await rows<{ line: string }>(
    owner,
    `SELECT c.relname || ' ' || string_agg(left(a.privilege_type, 1), '' ORDER BY a.privilege_type)
            || CASE WHEN c.relrowsecurity THEN ' own' ELSE '' END AS line
       FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
      WHERE c.relnamespace = 'public'::regnamespace AND r.rolname = :seller
      GROUP BY c.relname, c.relrowsecurity ORDER BY c.relname COLLATE "C"`,
    { seller: fresh.roles.seller },
  );
  return granted.map(({ line }) => line);
}

describe('the walls in the database', () => {
  it('give the role of sellers these tables and no other: a new one is a decision', async () => {
    expect(await sellersHave()).toEqual(sellersTables);
  });

  it('let it call these with the owner’s rights and no other, and nobody else on the server', async () => {
    const callable = (role: string) =>
      rows<{ name: string }>(
        owner,
        `SELECT p.proname AS name FROM pg_proc p
          WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND has_function_privilege(:role, p.oid, 'EXECUTE')
          ORDER BY p.proname COLLATE "C"`,
        { role },
      );
    expect(await callable(fresh.roles.seller)).toEqual(ownersCalls.map((name) => ({ name })));
    // who may read nothing here may do what everybody may
    expect(await callable('pg_read_all_settings')).toEqual([]);
  });

  it('keep keys, serials and the hours of others from it, whose verbs get by name what they need', async () => {
    const day = '2026-11-22';
    const { rows: booked } = await owner.raw(`SELECT site_id, b.dock_code FROM dock_booking b
      JOIN inbound_shipment USING (site_id, shipment_id) WHERE seller_id = '${other}' LIMIT 1`);
    const { site_id: siteId, dock_code: dock } = booked[0];
    for (const statement of [
      'SELECT wrapped FROM data_key',
      `INSERT INTO data_key (data_key_id, purpose, day, key_id, wrapped) VALUES ('${newId()}', 'answer', '${day}', 'k', '')`,
      'SELECT next_serial FROM sscc_serial',
      'UPDATE sscc_serial SET next_serial = 1',
    ]) {
      expect([statement, await asSeller((tx) => refusalOf(tx, statement))]).toEqual([statement, '42501']);
    }
    const theirs = `FROM dock_booking WHERE site_id = '${siteId}' AND dock_code = '${dock}'`;
    expect(await asSeller(async (tx) => (await tx.raw(`UPDATE dock_booking SET held_until = now()`)).rowCount)).toBe(
      await count(owner, `dock_booking JOIN inbound_shipment USING (site_id, shipment_id) WHERE seller_id = '${mine}'`),
    );
    const hours = `dock_hours_taken('${siteId}', '2000-01-01', '2100-01-01', '${day}')`;
    const called = await asSeller(async (tx) => {
      const asked = async (query: string) =>
        ((await tx.raw(`SELECT ${query}`)).rows as { n: unknown }[]).map(({ n }) => n);
      return {
        floor: await asked(`wrapped AS n FROM request_key('step', '${day}', NULL)`),
        kept: await asked(`count(*)::int AS n FROM keep_request_key('${newId()}', 'step', '${day}', 'k', '')`),
        back: await asked(`take_sscc_serials('${siteId}', -5) AS n`),
        taken: (await asked(`dock_code AS n FROM ${hours}`)).includes(dock),
        freed: await asked(
          `count(*)::int AS n FROM ${hours} AS b, free_dock_hour('${siteId}', b.dock_code, b.starts_at, '2100-01-01')`,
        ),
      };
    });
    expect(called).toEqual({ floor: [], kept: [0], back: [], taken: true, freed: [0] });
    expect(await count(owner, `(SELECT 1 ${theirs}) x`)).toBeGreaterThan(0);
  });

  it('take from it at the next start what it was given before', async () => {
    const asked = [
      'SELECT door_code FROM stop',
      'SELECT proposal_id FROM plan_proposal',
      'SELECT name FROM device_code',
    ];
    await owner.raw(`GRANT SELECT ON stop, plan_proposal TO ${fresh.roles.seller}`);
    await owner.raw(`GRANT SELECT, INSERT, UPDATE ON device_code TO ${fresh.roles.seller}`);
    for (const query of asked) expect([query, await asSeller((tx) => refusalOf(tx, query))]).toEqual([query, 'done']);
    await buildWalls(owner, fresh.roles);
    for (const query of asked) expect([query, await asSeller((tx) => refusalOf(tx, query))]).toEqual([query, '42501']);
  });

  it('stand on every table with a seller_id, and on what hangs on such a table, forced', async () => {
    const referring = await rows<{ name: string }>(
      owner,
      `SELECT DISTINCT r.conrelid::regclass::text AS name FROM pg_constraint r
        WHERE r.contype = 'f' AND r.confrelid::regclass::text = ANY(:owned::text[])`,
      { owned: [...owned, ...Object.keys(hangsOn)].filter((table) => table !== 'seller') },
    );
    const unnamed = referring.map(({ name }) => name).filter((name) => !owned.includes(name) && !(name in hangsOn));
    expect(unnamed.sort()).toEqual(SHARED);
    const standing = await rows<{ name: string }>(
      owner,
      `SELECT c.relname AS name FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = 'wall' AND NOT p.polpermissive
          AND p.polcmd = '*' AND p.polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = :seller)] ORDER BY 1`,
      { seller: fresh.roles.seller },
    );
    expect(standing.map(({ name }) => name)).toEqual([...owned, ...Object.keys(hangsOn)].sort());
  });

  it('show a query that forgot whom it asks for nothing of another seller, in any table', async () => {
    let reached = 0;
    for (const table of owned) {
      const [all, own] = [await count(owner, table), await count(owner, `${table} WHERE seller_id = '${mine}'`)];
      expect([table, await asSeller((tx) => count(tx, table))]).toEqual([table, own]);
      // what staff read by the same statement, so that an empty table proves nothing
      expect([table, await count(app, table)]).toEqual([table, all]);
      if (own > 0 && all > own) reached += 1;
    }
    expect(reached).toBeGreaterThan(15);
  });

  it('show nothing of what hangs on another seller’s rows', async () => {
    let reached = 0;
    for (const [table, [above, ...by]] of Object.entries(hangsOn)) {
      const own = `${table} t WHERE EXISTS (SELECT 1 FROM ${above} a WHERE a.seller_id = '${mine}'
        AND ${by.map(joined).join(' AND ')})`;
      const [all, theirs] = [await count(owner, table), await count(owner, own)];
      expect([table, await asSeller((tx) => count(tx, table))]).toEqual([table, theirs]);
      if (theirs > 0 && all > theirs) reached += 1;
    }
    expect(reached).toBeGreaterThan(5);
  });

  it('show the role of sellers nothing at all where no seller is named', async () => {
    for (const table of [...owned, ...Object.keys(hangsOn)]) {
      const tx = await app.transaction();
      await tx.raw(`SELECT set_config('role', ?, true)`, [fresh.roles.seller]);
      expect([table, await count(tx, table)]).toEqual([table, 0]);
      await tx.rollback();
    }
  });

  it('let no update or delete without a condition reach another seller’s row', async () => {
    let reached = 0;
    for (const table of owned.filter((name) => ['change', 'remove'].includes(may(name)))) {
      const own = await count(owner, `${table} WHERE seller_id = '${mine}'`);
      const touched = await asSeller(
        async (tx) => (await tx.raw(`UPDATE ${table} SET seller_id = seller_id`)).rowCount,
      );
      expect([table, touched]).toEqual([table, own]);
      if (own > 0 && (await count(owner, foreign(table))) > 0) reached += 1;
    }
    expect(reached).toBeGreaterThan(10);
    const lines = await count(owner, `order_line WHERE seller_id = '${mine}'`);
    expect(await asSeller(async (tx) => (await tx.raw('DELETE FROM order_line')).rowCount)).toBe(lines);
    expect(await count(owner, foreign('order_line'))).toBeGreaterThan(0);
  });

  it('let nobody give a row to another seller, or write one in its name', async () => {
    let reached = 0;
    for (const table of owned) {
      const given = `UPDATE ${table} SET seller_id = '${other}'`;
      const written = `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
        SELECT (jsonb_populate_record(own, '{"seller_id":"${other}"}')).* FROM ${table} own LIMIT 1`;
      if ((await count(owner, `${table} WHERE seller_id = '${mine}'`)) === 0) continue;
      reached += 1;
      for (const statement of [given, written]) {
        expect([statement, await asSeller((tx) => refusalOf(tx, statement))]).toEqual([statement, '42501']);
      }
    }
    expect(reached).toBeGreaterThan(15);
  });

  it('keep from sellers altogether what a site’s vehicles can and what demands it', async () => {
    for (const table of ['delivery_skill', 'vehicle_skill']) {
      const asked = `SELECT count(*) FROM ${table}`;
      expect([table, await asSeller((tx) => refusalOf(tx, asked))]).toEqual([table, '42501']);
      expect(await count(app, table)).toBe(await count(owner, table));
    }
  });

  it('are what hides them: the same query sees all in a table whose wall was taken down', async () => {
    const tx = await owner.transaction();
    await tx.raw('ALTER TABLE order_line DISABLE ROW LEVEL SECURITY');
    await tx.raw(`SELECT set_config('role', ?, true), set_config('daybreak.seller', ?, true)`, [
      fresh.roles.seller,
      mine,
    ]);
    const [lines, orders] = [await count(tx, 'order_line'), await count(tx, 'customer_order')];
    await tx.rollback();
    expect(lines).toBe(await count(owner, 'order_line'));
    expect(orders).toBe(await count(owner, `customer_order WHERE seller_id = '${mine}'`));
    expect(lines).toBeGreaterThan(await count(owner, `order_line WHERE seller_id = '${mine}'`));
  });

  it('end with the transaction, and leave staff on the same connection as they were', async () => {
    const one = connect(fresh.url, 1, fresh.roles);
    try {
      const all = await count(owner, 'item');
      for (let turn = 0; turn < 3; turn += 1) {
        const outcome = await transact(one, { actor: seller(), at: new Date(0), id: newId() }, async (work) =>
          done(await rows(work.tx, 'SELECT DISTINCT seller_id AS id FROM item')),
        );
        expect(outcome).toEqual(done([{ id: mine }]));
        expect(await rows(one, 'SELECT count(*)::int AS n, current_user AS who FROM item')).toEqual([
          { n: all, who: fresh.roles.app },
        ]);
      }
    } finally {
      await one.destroy();
    }
  });
});
