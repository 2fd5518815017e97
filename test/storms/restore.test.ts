import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { readManifest } from '../../src/commands/backup/manifest.ts';
import { recipientOf } from '../../src/orders/index.ts';
import { newId } from '../../src/platform/ids.ts';
import { ask } from '../support/ask.ts';
import { backUp, figuresOf, restore } from '../support/command.ts';
import { emptyDatabase, type FreshDatabase } from '../support/database.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../support/goods.ts';
import { inWork, PASSWORD, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { mixMoments } from './naive/backup.ts';

const LOGIN = 'picker-who-stays';
const SHIP_TO = { name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 테헤란로 1', lat: 37.5, lon: 127.03 };

let home: string;
let server: TestServer;
let ground: Ground;
let goods: Goods;
let picker: Person;
const made: FreshDatabase[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'daybreak-restore-'));
  server = await startServer();
  ground = await openGround(server);
  goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, 500);
  picker = await server.as('picker', { login: LOGIN });
});
afterAll(async () => {
  await server.close();
  for (const { drop } of made) await drop();
  await rm(home, { recursive: true, force: true });
});

async function freshOne(): Promise<FreshDatabase> {
  const fresh = await emptyDatabase();
  made.push(fresh);
  return fresh;
}

async function buy(externalId: string, by: Person = ground.admin): Promise<string> {
  const { siteId, sellerId } = ground;
  const lines = [{ itemId: goods.itemId, quantity: 1 }];
  const order = { siteId, sellerId, channel: 'drill', externalId, paid: true, lines, shipTo: SHIP_TO };
  const answer = await by.post('/v1/orders', order);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.orderId as string;
}

interface Pulled {
  scan: { seq: number };
  answer: Answer['body'];
}

/** Moves a unit to and fro between two bins, one scan after another, until told to stop. */
async function keepMoving(until: { stop: boolean }): Promise<Pulled[]> {
  const deviceId = newId();
  const pulled: Pulled[] = [];
  const codes = [ground.bins[0]!, goods.barcode, ground.bins[1]!, ground.bins[1]!, goods.barcode, ground.bins[0]!];
  for (let seq = 1; !until.stop && seq < 2000; seq++) {
    const code = codes[(seq - 1) % codes.length];
    const scan = { deviceId, seq, at: server.clock.now().toISOString(), code, source: 'wedge', flow: 'move' };
    pulled.push({ scan, answer: (await picker.post('/v1/scans', scan)).body });
  }
  return pulled;
}

async function keepBuying(until: { stop: boolean }): Promise<string[]> {
  const bought: string[] = [];
  while (!until.stop && bought.length < 480) bought.push(await buy(`DRILL-${bought.length}`));
  return bought;
}

async function countsOf(url: string, tables: string[]): Promise<number[]> {
  const counts: number[] = [];
  for (const table of tables) counts.push(Number((await ask(url, `SELECT count(*) FROM ${table}`))[0]));
  return counts;
}

const ledgerIn = (url: string, where = 'true') =>
  ask(url, `SELECT md5(coalesce(string_agg(l::text, ';' ORDER BY l::text), '')) FROM ledger l WHERE ${where}`);

/** Everything that lies in the folder of a backup, as text. */
async function textsIn(folder: string): Promise<string> {
  const files = await readdir(folder);
  const texts = await Promise.all(
    files.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    }),
  );
  return texts.join('\n');
}

describe('a restore', () => {
  it('brings back one moment of a floor that went on working, audited clean, and the floor goes on from it', async () => {
    const folder = join(home, 'drill');
    const until = { stop: false };
    const before = await buy('BEFORE');
    const [moving, buying] = [keepMoving(until), keepBuying(until)];
    const taken = await backUp(folder, server.databaseUrl).ended;
    expect(taken.code, taken.told).toBe(0);
    const after = await buy('AFTER');
    until.stop = true;
    const [pulled, bought] = [await moving, await buying];
    await server.settle();

    const fresh = await freshOne();
    const ended = await restore([folder], fresh.url).ended;
    expect(ended.code, ended.told + ended.out).toBe(0);
    expect(figuresOf(ended)).toMatchObject({ clean: true, failing: [], migrations: [] });

    const { tables } = await readManifest(folder);
    const names = tables.map(({ name }) => name);
    expect(await countsOf(fresh.url, names)).toEqual(tables.map(({ rows }) => rows));
    // the moment lay in the middle of the work
    const rowsOf = (name: string) => tables.find((table) => table.name === name)!.rows;
    expect(rowsOf('customer_order')).toBeGreaterThan(1);
    expect(rowsOf('customer_order')).toBeLessThan(bought.length + 2);
    const scanned = rowsOf('scan');
    expect(scanned).toBeGreaterThan(0);
    expect(scanned).toBeLessThan(pulled.length);
    // to the bit what the ledger was then, of which nothing has changed since
    const movements = await ask(fresh.url, 'SELECT DISTINCT movement_id FROM ledger');
    const then = `movement_id IN (${movements.map((id) => `'${String(id)}'`).join()})`;
    expect(await ledgerIn(fresh.url)).toEqual(await ledgerIn(server.databaseUrl, then));
    expect(await ledgerIn(fresh.url)).not.toEqual(await ledgerIn(server.databaseUrl));

    const again = await startServer(new Date('2026-11-20T02:00:00Z'), fresh);
    try {
      await goOn(again, { before, after, last: pulled[scanned - 1]!, next: pulled[scanned]! });
      expect((await runAudit(again.db)).invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
    } finally {
      await again.stop();
    }
  });

  it('carries nobody’s name, phone or address in its files', async () => {
    const text = await textsIn(join(home, 'drill'));
    expect(text).toContain(LOGIN);
    for (const clear of [SHIP_TO.name, SHIP_TO.phone, '01012345678', SHIP_TO.address, '테헤란로']) {
      expect(text).not.toContain(clear);
    }
  });

  it('hears its facts also where the server before had counted far more transactions', async () => {
    // as if everything so far had been told by a server of many years
    const far = (place: string) => `(${place}::text::bigint + 1000000000)::text`;
    await server.settle();
    const old = await freshOne();
    const [first, second] = [join(home, 'first'), join(home, 'second')];
    expect((await backUp(first, server.databaseUrl).ended).code).toBe(0);
    const restored = await restore([first], old.url).ended;
    expect(restored.code, restored.told + restored.out).toBe(0);
    await ask(old.url, `UPDATE outbox SET tx = ${far('tx')}::xid8`);
    await ask(
      old.url,
      `UPDATE consumer SET cursor = ${far(`split_part(cursor, ':', 1)`)} || ':' || split_part(cursor, ':', 2)`,
    );
    const [newest] = await ask(old.url, `SELECT tx::text || ':' || seq FROM outbox ORDER BY tx DESC, seq DESC LIMIT 1`);
    expect((await backUp(second, old.url).ended).code).toBe(0);
    const fresh = await freshOne();
    expect((await restore([second], fresh.url).ended).code).toBe(0);

    const again = await startServer(new Date('2026-11-20T03:00:00Z'), fresh);
    try {
      const admin = await again.as('admin');
      // a screen that had read all the news of the former server
      const { cursor } = (await admin.get(`/v1/news?after=${String(newest)}`)).body;
      const orderId = await buy('FAR', admin);
      await again.settle();
      const [heard] = await ask(
        fresh.url,
        `SELECT bool_and(split_part(c.cursor, ':', 1)::xid8 >= o.tx AND split_part(c.cursor, ':', 1)::bigint < 1000000000)
           FROM consumer c, outbox o WHERE o.subject = '${orderId}'`,
      );
      expect(heard).toBe(true);
      const { news } = (await admin.get(`/v1/news?after=${cursor}`)).body as { news: { subject: string }[] };
      expect(news.map(({ subject }) => subject)).toContain(orderId);
      expect(news.length).toBeLessThan(20);
    } finally {
      await again.stop();
    }
  });

  it('would find out a backup whose tables were read at moments of their own', async () => {
    const [drill, later] = [join(home, 'drill'), join(home, 'first')];
    await mixMoments(drill, later, 'ledger');
    const ended = await restore([drill], (await freshOne()).url).ended;
    expect(ended.code, ended.told).toBe(1);
    const { clean, failing } = figuresOf(ended) as { clean: boolean; failing: { name: string }[] };
    expect([clean, failing.map(({ name }) => name)]).toEqual([false, expect.arrayContaining(['balance_is_the_fold'])]);
  });
});

async function goOn(again: TestServer, known: { before: string; after: string; last: Pulled; next: Pulled }) {
  const { body } = await again.anyone.post('/v1/sign-in', { login: LOGIN, password: PASSWORD });
  expect(body.user.id).toBe(picker.userId);
  // whoever was signed in still is; the device's last scan is known, and its next one is the next
  const pull = (scan: unknown) =>
    again.anyone.post('/v1/scans', scan, { authorization: `Bearer ${picker.token}` }).then((answer) => answer.body);
  expect(await pull(known.last.scan)).toEqual({ ...known.last.answer, replayed: true });
  expect(await pull(known.next.scan)).toEqual(known.next.answer);
  const [gaps] = await ask(again.databaseUrl, `SELECT count(*) FILTER (WHERE gap) FROM scan`);
  expect(Number(gaps)).toBe(0);

  const admin = await again.as('admin');
  const shown = await admin.get(`/v1/orders/${known.before}`);
  expect(shown.body.shipTo.name).toBe('홍*동');
  const { sellerId } = ground;
  const asked = { sellerId, orderId: known.before, fields: ['name', 'address'] as const, why: 'drill' };
  const opened = await inWork(again.db, again.clock, (work) => recipientOf(work, asked));
  expect(opened).toMatchObject({ refused: false, value: { name: SHIP_TO.name, address: SHIP_TO.address } });
  expect((await admin.get(`/v1/orders/${known.after}`)).status).toBe(404);
  await buy('GOES-ON', admin);
  await again.settle();
}
