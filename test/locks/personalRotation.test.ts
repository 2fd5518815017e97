import { spawn } from 'node:child_process';
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotate } from '../../src/commands/rotateKey/rotate.ts';
import { wrapRecipientsAnew } from '../../src/orders/index.ts';
import { readSecrets } from '../../src/platform/config.ts';
import { newId } from '../../src/platform/ids.ts';
import { rereadSecrets, setSecret, wrappingKey } from '../../src/platform/secret.ts';
import { must, openFloor, shelved, type Floor } from '../modules/packing/floor.ts';
import { built } from '../support/built.ts';
import { inWork, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';

let server: TestServer;
let floor: Floor;
let shop: Person;
let itemId: string;
let dataDir: string;
let file: string;
/** Who gets each order, by its id. */
const names = new Map<string, string>();

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  shop = await server.as('seller', { sellerId: floor.sellerId });
  ({ itemId } = await shelved(floor, 900));
  dataDir = await mkdtemp(join(tmpdir(), 'rotate-'));
  file = join(dataDir, 'secret.key');
});
afterAll(async () => {
  await rm(dataDir, { recursive: true });
  await server.close();
});

const phoneOf = (name: string) => `010-4000-${name.slice(-4)}`;
const personOf = (name: string) => ({ name, phone: phoneOf(name), address: `대전시 유성구 ${name}길 7` });
let made = 1000;

const nameOf = (number: number) => `받는이${number}`;

function place(number: number, key?: string): Promise<Answer> {
  const lines = [{ itemId, quantity: 1 }];
  const body = { siteId: floor.siteId, channel: 'rotation', externalId: `R-${number}`, paid: true, lines };
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return shop.post('/v1/orders', { ...body, shipTo: personOf(nameOf(number)) }, headers);
}

async function placed(key?: string): Promise<string> {
  const number = (made += 1);
  const { orderId } = await must(place(number, key));
  names.set(orderId as string, nameOf(number));
  return orderId as string;
}

const see = (orderId: string) => floor.manager.get(`/v1/orders/${orderId}/recipient?reason=complaint`);

async function expectAllOpen(): Promise<void> {
  for (const [orderId, name] of names) expect(await must(see(orderId)), name).toEqual(personOf(name));
  const [orderId, name] = [...names].at(-1)!;
  const found = await must(floor.manager.get(`/v1/orders?phone=${phoneOf(name)}`));
  expect(found.orders.map((one: { orderId: string }) => one.orderId)).toEqual([orderId]);
}

/** The first layout: version 1, one key for everything. */
function firstLayout(secret: Buffer, text: string): Buffer {
  const key = createHmac('sha256', secret).update('personal').digest();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([1]), nonce, cipher.getAuthTag(), sealed]);
}

async function makeOld(orderId: string, secret: Buffer): Promise<void> {
  const { name, phone, address } = personOf(names.get(orderId)!);
  await server
    .db('recipient')
    .where({ order_id: orderId })
    .update({
      name_sealed: firstLayout(secret, name),
      phone_sealed: firstLayout(secret, phone),
      address_sealed: firstLayout(secret, address),
      masked_sealed: null,
      data_key: null,
      key_id: null,
      phone_index: null,
    });
}

const sealedRows = async () =>
  (
    await server.db.raw(
      `SELECT order_id, name_sealed, phone_sealed, address_sealed, masked_sealed, phone_index, data_key, key_id
       FROM recipient ORDER BY order_id`,
    )
  ).rows as ({ order_id: string; key_id: string; data_key: Buffer } & Record<string, Buffer>)[];

const rest = () => new Promise((done) => setTimeout(done, 25));

interface Ended {
  code: number | null;
  out: string;
}

/** `npm run rotate-key` as a process of its own, killed where `until` is first met in what it says. */
function command(args: string[], until?: string): Promise<Ended> {
  return new Promise((ended, fail) => {
    const child = spawn(process.execPath, [...built('src/commands/rotateKey.ts'), ...args], {
      env: { ...process.env, DATABASE_URL: server.databaseUrl, DATA_DIR: dataDir },
    });
    let out = '';
    const hear = (chunk: Buffer) => {
      out += chunk.toString();
      if (until !== undefined && out.includes(until)) child.kill('SIGKILL');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', fail);
    child.once('close', (code) => ended({ code, out }));
  });
}

describe('rotating the key', () => {
  it('while the app works loses nothing, though it is killed in the middle', async () => {
    const first = randomBytes(32);
    await writeFile(file, first.toString('hex'));
    setSecret(first, { reread: () => readSecrets(file) });
    const oldKey = wrappingKey().keyId;
    await server.db.raw('TRUNCATE data_key');
    for (let n = 0; n < 60; n++) await placed();
    const early = newId();
    const replayed = await placed(early);
    const number = made;
    for (const orderId of [...names.keys()].slice(0, 10)) await makeOld(orderId, first);
    const before = new Map((await sealedRows()).map((row) => [row.order_id, row]));

    const load = { stop: false, placed: 0, seen: 0, wrong: [] as unknown[] };
    const place1 = async () => {
      while (!load.stop) {
        await placed().catch((error: unknown) => load.wrong.push(error));
        load.placed += 1;
        await rest();
      }
    };
    const see1 = async () => {
      for (let turn = 0; !load.stop; turn++) {
        const [orderId, name] = [...names][turn % names.size]!;
        const { status, body } = await see(orderId);
        if (status !== 200 || body.name !== name) load.wrong.push(body);
        load.seen += 1;
        await rest();
      }
    };
    const working = [place1(), see1()];
    // it gets no further than a row that somebody holds, and is killed there
    const holder = await server.db.transaction();
    const middle = (await sealedRows())[30];
    await holder('recipient').where({ order_id: middle!.order_id }).forUpdate();
    const cut = await command(['--portion', '7'], 'keys so far');
    await holder.rollback();
    expect(cut.code).toBeNull();
    const half = await sealedRows();
    const whole = await command(['--portion', '7']);
    load.stop = true;
    await Promise.all(working);

    expect(load.wrong).toEqual([]);
    expect(Math.min(load.placed, load.seen)).toBeGreaterThan(10);
    expect(half.filter(({ key_id }) => key_id === oldKey).length).toBeGreaterThan(0);
    expect(half.filter(({ key_id }) => key_id !== null && key_id !== oldKey).length).toBeGreaterThan(0);
    expect(whole, whole.out).toMatchObject({ code: 0 });
    const [second, ...older] = readSecrets(file);
    expect(older.map(String)).toEqual([first].map(String));
    rereadSecrets();
    const after = await sealedRows();
    expect(new Set(after.map(({ key_id }) => key_id))).toEqual(new Set([wrappingKey().keyId]));
    expect(wrappingKey().keyId).not.toBe(oldKey);
    // what the keys seal is not touched, but for the first layout
    for (const row of after) {
      const was = before.get(row.order_id);
      if (was === undefined || was.key_id === null) continue;
      const { data_key, key_id, ...sealed } = row;
      expect(was).toMatchObject(sealed);
      expect(was.data_key.equals(data_key)).toBe(false);
      expect(key_id).not.toBe(was.key_id);
    }

    expect(await command(['--drop-old'])).toMatchObject({ code: 0 });
    expect((await readFile(file, 'utf8')).trim()).toBe(second!.toString('hex'));
    rereadSecrets();
    await expectAllOpen();
    const again = await place(number, early);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body.orderId).toBe(replayed);
  });

  it('is heard of by a process that still wraps with the old one: the database refuses it', async () => {
    const [present] = readSecrets(file);
    const next = randomBytes(32);
    setSecret(next, { older: [present!] });
    await rotate(server.db);
    setSecret(present!);
    expect((await place((made += 1))).status).toBe(500);
    await writeFile(file, `${next.toString('hex')}\n${present!.toString('hex')}\n`);
    setSecret(present!, { reread: () => readSecrets(file) });
    const orderId = await placed();
    const row = await server.db('recipient').where({ order_id: orderId }).first();
    setSecret(next);
    expect(row.key_id).toBe(wrappingKey().keyId);
    await expectAllOpen();
  });

  it('refuses a --portion of no number, of none, of a part and of too many before anything is done', async () => {
    const portions = ['abc', '0', '1.5', '100000'];
    const ended = await Promise.all(portions.map((portion) => command(['--portion', portion])));
    expect(ended.map(({ code, out }) => [code, out])).toEqual(
      portions.map((portion) => [1, expect.stringContaining(`--portion: got ${JSON.stringify(portion)}, expected`)]),
    );
  });

  it('undoes a portion that is cut in its transaction, and refuses to go on with a retired key', async () => {
    const [next] = readSecrets(file);
    const third = randomBytes(32);
    setSecret(third, { older: [next!] });
    const before = await sealedRows();
    const cut = inWork(server.db, server.clock, async (work) => {
      expect((await wrapRecipientsAnew(work, undefined, 20)).wrapped).toBe(20);
      throw new Error('cut');
    });
    await expect(cut).rejects.toThrow('cut');
    expect(await sealedRows()).toEqual(before);
    await rotate(server.db, { portion: 50 });
    expect(await rotate(server.db)).toMatchObject({ wrapped: 0, upgraded: 0 });
    setSecret(next!, { older: [third] });
    await expect(rotate(server.db)).rejects.toThrow('has been retired');
    setSecret(third);
    await expectAllOpen();
  });

  it('leaves what was sealed in the first layout readable until it is upgraded', async () => {
    const first = randomBytes(32);
    setSecret(first);
    await server.db.raw('TRUNCATE data_key');
    const key = newId();
    const orderId = await placed(key);
    await makeOld(orderId, first);
    expect((await must(see(orderId))).name).toBe(names.get(orderId));
    expect((await must(floor.packer.get(`/v1/orders/${orderId}`))).shipTo.phone).toMatch(/^010-4000-\*{4}$/);
    const answer = { sealed: firstLayout(first, '{"orderId":"kept"}').toString('base64') };
    await server
      .db('idempotency_key')
      .where({ key })
      .update({ answer: JSON.stringify(answer) });
    expect((await place(made, key)).body).toEqual({ orderId: 'kept' });
    setSecret(randomBytes(32));
    expect((await place(made, key)).body.error.code).toBe('answer_erased');
    // by which the last look finds whom to look for
    setSecret(first);
  });
});
