import { expect } from 'vitest';
import { sha256 } from '../../src/platform/crypto.ts';
import type { Tx } from '../../src/platform/work.ts';
import { orderOf } from '../modules/orders/buy.ts';
import { PASSWORD } from '../support/server.ts';
import type { Floor } from './floor.ts';

/** A request under a key, and what was answered to it before the blow, if anything was. */
export interface Keyed {
  door: 'adjust' | 'pin' | 'wave';
  key: string;
  token: string;
  path: string;
  body: object;
  first: Promise<{ status: number; json: unknown } | undefined>;
}

/** What asking again met, over all rounds. */
export interface Met {
  /** Keys that the dead process still held. */
  held: number;
  /** Told to wait, since it might live. */
  waited: number;
  /** The answer that had been kept. */
  replayed: number;
  /** Done after the start, and not before. */
  done: number;
}

const headersOf = ({ token, key }: Pick<Keyed, 'token' | 'key'>) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': key,
});

const post = async (url: string, { path, body, ...who }: Pick<Keyed, 'path' | 'body' | 'token' | 'key'>) => {
  const answer = await fetch(url + path, { method: 'POST', headers: headersOf(who), body: JSON.stringify(body) });
  return {
    status: answer.status,
    headers: answer.headers,
    json: (await answer.json()) as { error?: { code: string } },
  };
};

/** The usual keyed door, whose key is in the commit of its effect, and two that hold theirs while they work. */
export async function sendKeyed(
  url: string,
  floor: Floor,
  round: number,
  before: () => Promise<void>,
): Promise<Keyed[]> {
  const { shop, manager, siteId, movers } = floor;
  const { goods, here } = movers[2]!;
  const order = orderOf([{ itemId: shop.itemId, quantity: 1 }], { siteId, externalId: `held-${round}` });
  const placed = await post(url, { token: shop.token, key: `order-${round}`, path: '/v1/orders', body: order });
  expect(placed.status, JSON.stringify(placed.json)).toBe(201);
  await before();
  const asked = (at: number, of: Pick<Keyed, 'door' | 'token' | 'path' | 'body'>): Keyed => {
    const sent = { ...of, key: `held-${round}-${of.door}-${at}` };
    return { ...sent, first: post(url, sent).catch(() => undefined) };
  };
  const adjust = { siteId, binCode: here, itemId: goods.itemId, quantity: 1 };
  const byManager = { door: 'adjust', token: manager, path: '/v1/stock/adjustments' } as const;
  return [0, 1]
    .flatMap((at) => [
      asked(at, { ...byManager, body: { ...adjust, reason: `held-${round}-adjust-${at}` } }),
      asked(at, {
        door: 'pin',
        token: movers[at]!.token,
        path: '/v1/pin',
        body: { pin: `27${8100 + round}${at}`.slice(0, 8), password: PASSWORD },
      }),
    ])
    .concat(asked(0, { door: 'wave', token: manager, path: '/v1/waves', body: { siteId } }));
}

/** Nobody gets on with any of them: each waits for this transaction, the wave when it is planned and goes to the floor. */
export async function holdUp(holder: Tx, { movers }: Floor): Promise<void> {
  await holder.raw('LOCK TABLE pick_task IN SHARE MODE');
  await holder.raw('SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE', [movers[2]!.goods.itemId]);
  await holder.raw(
    `SELECT 1 FROM user_account WHERE user_id IN (SELECT user_id FROM session WHERE token_hash = ANY(?)) FOR UPDATE`,
    [movers.slice(0, 2).map(({ token }) => sha256(token))],
  );
}

const HELD = `FROM idempotency_key WHERE key LIKE 'held-%' AND held_by IS NOT NULL`;

/** Keys that nobody works under any more; none of them for longer than two minutes to come. */
export async function heldBy({ db }: Pick<Floor, 'db'>): Promise<number> {
  const { rows } = (await db.raw(
    `SELECT count(*)::int AS n, coalesce(bool_and(held_until <= clock_timestamp() + interval '120 s'), true) AS ends ${HELD}`,
  )) as { rows: { n: number; ends: boolean }[] };
  expect(rows[0]!.ends).toBe(true);
  return rows[0]!.n;
}

/** Asks again until it is answered; where it has to wait for a dead process, its two minutes are over at once. */
export async function askAgain(url: string, { db }: Floor, sent: Keyed, met: Met): Promise<void> {
  const first = await sent.first;
  for (let turn = 0; ; turn++) {
    expect(turn, `${sent.key} is stuck`).toBeLessThan(20);
    const { status, headers, json } = await post(url, sent);
    if (json.error?.code === 'idempotency_in_progress') {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      met.waited += 1;
      await db.raw(`UPDATE idempotency_key SET held_until = clock_timestamp() WHERE key = ? AND held_by IS NOT NULL`, [
        sent.key,
      ]);
      continue;
    }
    expect(status, `${sent.key} ${JSON.stringify(json)}`).toBeLessThan(300);
    const isReplay = headers.get('idempotency-replayed') === 'true';
    if (first !== undefined) expect([isReplay, json]).toEqual([true, first.json]);
    met[isReplay ? 'replayed' : 'done'] += 1;
    const again = await post(url, sent);
    expect([again.headers.get('idempotency-replayed'), again.json]).toEqual(['true', json]);
    return;
  }
}

interface Times {
  n: number;
  keys: number;
}

/** How often something was done, and for how many keys: `of` tells which. */
export async function timesDone(
  { db }: Pick<Floor, 'db'>,
  done: string,
  params: readonly unknown[] = [],
): Promise<Times> {
  const counted = `SELECT count(*)::int AS n, count(DISTINCT of)::int AS keys FROM (${done}) x`;
  const { rows } = (await db.raw(counted, params as string[])) as { rows: Times[] };
  return rows[0]!;
}

/** What was done another number of times than once for each key that was asked under. */
export const judgeTimes = (door: string, asked: number, { n, keys }: Times): string[] =>
  n === asked && keys === n ? [] : [`${asked} keys at ${door} did it ${n} times, for ${keys}`];

export async function judgeKeyed(floor: Floor, sent: Keyed[]): Promise<string[]> {
  const pickers = floor.movers.slice(0, 2).map(({ token }) => sha256(token));
  const found = {
    adjust: await timesDone(floor, `SELECT reason AS of FROM adjustment WHERE reason LIKE 'held-%'`),
    pin: await timesDone(
      floor,
      `SELECT event_id AS of FROM account_event JOIN session USING (user_id)
        WHERE what = 'pin_chosen' AND token_hash = ANY(?)`,
      [pickers],
    ),
    wave: await timesDone(floor, `SELECT wave_id AS of FROM wave WHERE site_id = ?`, [floor.siteId]),
  };
  const doors = Object.keys(found) as Keyed['door'][];
  return doors.flatMap((door) => judgeTimes(door, sent.filter((one) => one.door === door).length, found[door]));
}
