import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { untilTrue } from '../support/waiting.ts';
import { layFloor, type Floor } from './floor.ts';
import { openHandset } from './handset.ts';
import { judgeBooks, judgeScans } from './judge.ts';
import { openShopInMemory } from './naive.ts';
import { noteReached, rounds, seed } from './size.ts';

const UNITS = 60;
const SCANS = 40 * rounds;

let floor: Floor;
let apps: AppProcess[];
const sockets: Socket[] = [];

beforeAll(async () => {
  floor = await layFloor({ movers: 2, shopUnits: UNITS });
  apps = await Promise.all([startAppProcess(floor.databaseUrl), startAppProcess(floor.databaseUrl)]);
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await Promise.all((apps ?? []).map((app) => app.stop()));
  await floor?.close();
});

async function post(app: AppProcess, path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${floor.shop.token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed') === 'true',
    body: (await response.json()) as { promiseId: string; error?: { code: string; details: unknown } },
  };
}

const basket = (externalId: string, expiresInSeconds = 86_400) => ({
  channel: 'mall',
  externalId,
  lines: [{ itemId: floor.shop.itemId, quantity: 1 }],
  expiresInSeconds,
});

async function count(query: string, values: string[] = []): Promise<number> {
  const { rows } = (await floor.db.raw(`SELECT count(*)::int AS n ${query}`, values)) as { rows: { n: number }[] };
  return rows[0]!.n;
}

const promised = async () =>
  (
    (await floor.db.raw('SELECT promised FROM item_stock WHERE item_id = ?', [floor.shop.itemId])).rows as {
      promised: number;
    }[]
  )[0]!.promised;

describe(`two app processes on one database (seed ${seed})`, () => {
  it('hear the scans of one device in turn, each once and in order', async () => {
    const asked = [0, 0];
    let turn = 0;
    const handsets = floor.movers.map((mover) =>
      openHandset(() => {
        turn += 1;
        asked[turn % 2]! += 1;
        return apps[turn % 2]!.url;
      }, mover),
    );
    await Promise.all(
      handsets.map(async (handset) => {
        for (let scan = 0; scan < SCANS; scan++) await handset.pull();
      }),
    );
    noteReached('two processes, scans', { first: asked[0]!, second: asked[1]! });
    expect(await judgeScans(floor, handsets)).toEqual([]);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(SCANS / 2);
  });

  it('have one effect for one key, whichever is asked, and both at once', async () => {
    let [firsts, replays, waited] = [0, 0, 0];
    for (let at = 0; at < 10 * rounds; at++) {
      const headers = { 'idempotency-key': `both-${at}` };
      const ask = () => Promise.all(apps.map((app) => post(app, '/v1/promises', basket(`both-${at}`), headers)));
      const answers = [...(await ask()), ...(await ask())];
      for (const { status, replayed, body } of answers) {
        if (status !== 201) expect(body.error!.code).toBe('idempotency_in_progress');
        firsts += Number(status === 201 && !replayed);
        replays += Number(replayed);
        waited += Number(status !== 201);
      }
      const told = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.promiseId));
      expect(told.size).toBe(1);
      await post(apps[at % 2]!, `/v1/promises/${[...told][0]!}/release`, {});
    }
    noteReached('two processes, keys', { firsts, replays, waited });
    expect(firsts).toBe(10 * rounds);
    expect(replays).toBeGreaterThan(0);
    expect(await promised()).toBe(0);
  });

  it('sell what there is once between them, and run each job once for both', async () => {
    const rush = Array.from(
      { length: 3 * UNITS },
      (_, at) => () => post(apps[at % 2]!, '/v1/promises', basket(`rush-${at}`, 2)),
    );
    const answers: Awaited<ReturnType<typeof post>>[] = [];
    const buyers = Array.from({ length: 16 }, async () => {
      for (let next = rush.shift(); next !== undefined; next = rush.shift()) answers.push(await next());
    });
    await Promise.all(buyers);
    const sold = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status, body }) => status === 409 && body.error!.code === 'not_enough_stock');
    // some of the first may have lapsed while the last still asked
    const lapsed = await count(`FROM promise WHERE state = 'expired'`);
    expect(sold.length + refused.length).toBe(3 * UNITS);
    expect(sold.length).toBeGreaterThanOrEqual(UNITS);
    expect(sold.length).toBeLessThanOrEqual(UNITS + lapsed);

    await untilTrue(async () => (await promised()) === 0);
    const ended = await count(`FROM promise WHERE state = 'expired'`);
    const told = await count(`FROM outbox WHERE kind = 'inventory.promiseExpired'`);
    noteReached('two processes, sales', { sold: sold.length, refused: refused.length, ended, told });
    expect(ended).toBe(sold.length);
    expect(told).toBe(ended);
    expect(await judgeBooks(floor)).toEqual([]);
  });

  it('would be caught in a shop that keeps the stock in its own memory', async () => {
    const of = { siteId: floor.siteId, itemId: floor.shop.itemId };
    const sold = async (shops: number) => {
      const open = await Promise.all(Array.from({ length: shops }, () => openShopInMemory(floor.db, of)));
      const answers = Array.from({ length: 3 * UNITS }, (_, at) => open[at % shops]!.sell());
      return answers.filter((answer) => answer === 'sold').length;
    };
    expect(await sold(1)).toBe(UNITS);
    expect(await sold(2)).toBeGreaterThan(UNITS);
  });

  it('ring each other: a screen at one hears of what is done at the other', async () => {
    const heard = [new Set<string>(), new Set<string>()];
    for (const [at, app] of apps.entries()) {
      const socket = io(app.url, { auth: { token: floor.shop.token }, transports: ['websocket'], forceNew: true });
      sockets.push(socket);
      await new Promise<void>((open, fail) => socket.once('connect', open).once('connect_error', fail));
      socket.on('news', ({ topic }: { topic: string }) => heard[at]!.add(topic));
    }
    for (const [at, app] of apps.entries()) {
      for (const topics of heard) topics.clear();
      const { body } = await post(app, '/v1/promises', basket(`news-${at}`));
      await post(app, `/v1/promises/${body.promiseId}/release`, {});
      await untilTrue(() => Promise.resolve(heard.every((topics) => topics.has('inventory.available'))));
    }
  });
});
