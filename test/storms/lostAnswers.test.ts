import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../src/commands/day/random.ts';
import { startAppProcess, type AppProcess } from '../support/appProcess.ts';
import { openProxy, through, type Proxy } from '../support/proxy.ts';
import { layFloor, type Floor, type Mover } from './floor.ts';
import { openHandset, type Repeat } from './handset.ts';
import { judgeScans } from './judge.ts';
import { underAnother } from './naive.ts';
import { lengthOf, noteReached, rounds, seed } from './size.ts';

const MOVERS = 4;
/** So many answers in a hundred never come, while the scans of a round are sent: enough for a hundred after their commit. */
const LOST_PCT = 10;
const SCANS = lengthOf(2000, 100_000);

let floor: Floor;
let app: AppProcess;
let wire: Proxy;

beforeAll(async () => {
  floor = await layFloor({ movers: MOVERS + 1, shopUnits: 900 });
  app = await startAppProcess(floor.databaseUrl);
  wire = await openProxy(Number(new URL(app.url).port));
});
afterAll(async () => {
  await wire?.close();
  await app?.stop();
  await floor?.close();
});

/** All of them at work while answers are lost; then the wire is whole again. */
async function work(movers: Mover[], scans: number, repeat?: Repeat) {
  const random = makeRandom(seed);
  const handsets = movers.map((mover) => openHandset(() => through(wire, app.url), mover, repeat));
  wire.dropAnswers(() => random.float() * 100 < LOST_PCT);
  await Promise.all(
    handsets.map(async (handset) => {
      for (let scan = 0; scan < scans / movers.length; scan++) await handset.pull();
    }),
  );
  wire.dropAnswers(undefined);
  const sum = (of: 'repeats' | 'alreadyCommitted') => handsets.reduce((total, handset) => total + handset[of], 0);
  return { handsets, repeats: sum('repeats'), alreadyCommitted: sum('alreadyCommitted') };
}

describe(`answers that are lost after the commit (seed ${seed})`, () => {
  it('are asked for again: every scan is stored once, and what was done before is told, not done again', async () => {
    const { handsets, repeats, alreadyCommitted } = await work(floor.movers.slice(0, MOVERS), SCANS);
    noteReached('lost answers', { scans: SCANS, repeats, alreadyCommitted });
    expect(await judgeScans(floor, handsets)).toEqual([]);
    expect(repeats).toBeGreaterThan(0);
    expect(alreadyCommitted).toBeGreaterThanOrEqual(Math.max(100, SCANS / 20));
  });

  it('would be caught in a device that sends its repeats under a new number', async () => {
    const { handsets, repeats } = await work(floor.movers.slice(MOVERS), 30, underAnother);
    expect(repeats).toBeGreaterThan(0);
    expect(await judgeScans(floor, handsets)).not.toEqual([]);
  });

  it('of requests with a key are answered as at first: one promise, however often it is asked for', async () => {
    const random = makeRandom(seed + 1);
    const url = through(wire, app.url);
    let [replayed, repeats] = [0, 0];
    const promised = new Set<string>();
    const asks = Math.min(30 * rounds, 900);
    wire.dropAnswers(() => random.float() * 100 < LOST_PCT);
    for (let at = 0; at < asks; at++) {
      const line = { itemId: floor.shop.itemId, quantity: 1 };
      const body = { channel: 'mall', externalId: `lost-${at}`, lines: [line], expiresInSeconds: 86_400 };
      for (;;) {
        const answer = await fetch(`${url}/v1/promises`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${floor.shop.token}`,
            'content-type': 'application/json',
            'idempotency-key': `lost-${at}`,
          },
          body: JSON.stringify(body),
        })
          .then(async (response) => ({ response, json: (await response.json()) as { promiseId: string } }))
          .catch(() => undefined);
        if (answer?.response.status === 201) {
          promised.add(answer.json.promiseId);
          replayed += Number(answer.response.headers.get('idempotency-replayed') === 'true');
          break;
        }
        if (answer !== undefined) expect(answer.json).toMatchObject({ error: { code: 'idempotency_in_progress' } });
        repeats += 1;
      }
    }
    wire.dropAnswers(undefined);
    noteReached('lost answers of requests', { asks, repeats, replayed });
    const { rows } = (await floor.db.raw('SELECT promised FROM item_stock WHERE item_id = ?', [floor.shop.itemId])) as {
      rows: { promised: number }[];
    };
    expect(rows).toEqual([{ promised: asks }]);
    expect(promised.size).toBe(asks);
    expect(replayed).toBeGreaterThan(0);
  });
});
