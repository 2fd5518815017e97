import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { addItem, openGround, stockOf, stow, type Goods, type Ground } from '../support/goods.ts';
import { answerNaively } from '../storms/naive/key.ts';
import { untilWaiting } from '../support/waiting.ts';
import { startBeside, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';

const AT_ONCE = 50;

let server: TestServer;
let ground: Ground;
let seller: Person;
let goods: Goods;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  seller = await server.as('seller', { sellerId: ground.sellerId });
  goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, 500);
});
afterAll(() => server.close());

let made = 0;
function checkout(quantity = 2, itemId = goods.itemId) {
  made += 1;
  return { channel: 'shop', externalId: `C-${made}`, lines: [{ itemId, quantity }], expiresInSeconds: 3600 };
}

const ask = (body: unknown, key: string, who = seller, path = '/v1/promises') =>
  who.post(path, body, { 'idempotency-key': key });

/** Asks until the answer is no longer that a twin is running. */
async function askOn(body: unknown, key: string): Promise<{ answer: Answer; waits: number }> {
  for (let waits = 0; waits < 200; waits++) {
    const answer = await ask(body, key);
    if (answer.body.error?.code !== 'idempotency_in_progress') return { answer, waits };
    await new Promise((rest) => setTimeout(rest, 20));
  }
  throw new Error('the first request never ended');
}

const isReplay = ({ headers }: Answer) => headers.get('idempotency-replayed') === 'true';
const promised = async () => (await stockOf(ground, goods.itemId)).promised;

describe('the same key', () => {
  it('has one effect and one answer, even when fifty send it at once', async () => {
    const before = await promised();
    const [body, key] = [checkout(), newId()];
    const asked = await Promise.all(Array.from({ length: AT_ONCE }, () => askOn(body, key)));
    const answers = asked.map(({ answer }) => answer);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    expect(answers.filter((answer) => !isReplay(answer)).length).toBe(1);
    expect((await promised()) - before).toBe(2);
  });

  it('at another app is told that its twin is still running, and when to ask again; in the same app it waits', async () => {
    const before = await promised();
    const [body, key] = [checkout(), newId()];
    const beside = await startBeside(server);
    // somebody else holds the stock, so that the first request stands in the middle of its transaction
    const holder = await server.db.transaction();
    await holder.raw('SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE', [goods.itemId]);
    const first = ask(body, key);
    await untilWaiting(server, holder, 1);
    const waiting = Array.from({ length: AT_ONCE }, () => ask(body, key));
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${seller.token}` };
    const twins = await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        fetch(`${beside.url}/v1/promises`, {
          method: 'POST',
          headers: { ...headers, 'idempotency-key': key },
          body: JSON.stringify(body),
        }),
      ),
    );
    await holder.rollback();
    for (const twin of twins) {
      expect(twin.status).toBe(409);
      expect(await twin.json()).toMatchObject({ error: { code: 'idempotency_in_progress' } });
      expect(Number(twin.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const done = await first;
    expect([done.status, isReplay(done)]).toEqual([201, false]);
    for (const again of await Promise.all([...waiting, ask(body, key)])) {
      expect([again.status, isReplay(again), again.body]).toEqual([201, true, done.body]);
    }
    expect((await promised()) - before).toBe(2);
    await beside.close();
  });

  it('is kept in the transaction of its effect, many keys in one; a twin among them has the same answer', async () => {
    const before = await promised();
    const bodies = Array.from({ length: AT_ONCE }, () => ({ body: checkout(1), key: newId() }));
    const holder = await server.db.transaction();
    await holder.raw('SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE', [goods.itemId]);
    const first = ask(checkout(1), newId());
    await untilWaiting(server, holder, 1);
    // all of these wait for the first, and go together after it
    const twice = bodies.map(({ body, key }) => [ask(body, key), ask(body, key)]);
    const other = ask(checkout(1), bodies[0]!.key);
    await holder.rollback();
    expect((await first).status).toBe(201);
    const pairs = await Promise.all(twice.map((pair) => Promise.all(pair)));
    for (const pair of pairs) {
      expect(pair.map(({ status }) => status)).toEqual([201, 201]);
      expect(pair.filter(isReplay)).toHaveLength(1);
      expect(pair[0]!.body).toEqual(pair[1]!.body);
    }
    expect((await other).body.error.code).toBe('idempotency_key_reused');
    expect((await promised()) - before).toBe(AT_ONCE + 1);
    const { rows } = (await server.db.raw(
      `SELECT count(DISTINCT k.xmin::text)::int AS commits, count(p.promise_id)::int AS promises
         FROM idempotency_key k LEFT JOIN promise p
           ON p.external_id = ANY(:ids) AND p.xmin = k.xmin WHERE k.key = ANY(:keys)`,
      { keys: bodies.map(({ key }) => key), ids: bodies.map(({ body }) => body.externalId) },
    )) as { rows: { commits: number; promises: number }[] };
    const [{ commits, promises }] = rows as [{ commits: number; promises: number }];
    expect(commits).toBeLessThan(AT_ONCE / 2);
    expect(promises).toBeGreaterThanOrEqual(AT_ONCE);
    for (const [at, { body, key }] of bodies.entries()) {
      const again = await ask(body, key);
      expect([again.status, isReplay(again), again.body]).toEqual([201, true, pairs[at]![0]!.body]);
    }
  });

  it('refused among others keeps its refusal, and takes nothing from them', async () => {
    const scarce = await addItem(ground);
    await stow(ground, scarce.itemId, ground.bins[2]!, 5);
    const holder = await server.db.transaction();
    await holder.raw('SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE', [scarce.itemId]);
    const first = ask(checkout(1, scarce.itemId), newId());
    await untilWaiting(server, holder, 1);
    const asked = [2, 9, 2].map((quantity) => ({ body: checkout(quantity, scarce.itemId), key: newId() }));
    const answers = Promise.all(asked.map(({ body, key }) => ask(body, key)));
    await holder.rollback();
    await first;
    const statuses = (await answers).map(({ status }) => status);
    expect(statuses).toEqual([201, 409, 201]);
    const again = await Promise.all(asked.map(({ body, key }) => ask(body, key)));
    expect(again.map((answer) => [answer.status, isReplay(answer)])).toEqual(statuses.map((status) => [status, true]));
    expect((await stockOf(ground, scarce.itemId)).promised).toBe(5);
  });

  it('with another body, or at another door, is refused and does nothing', async () => {
    const before = await promised();
    const key = newId();
    const first = await ask(checkout(), key);
    expect(first.status).toBe(201);
    const otherBody = await ask(checkout(), key);
    const otherDoor = await ask({}, key, seller, `/v1/promises/${first.body.promiseId}/release`);
    for (const { status, body } of [otherBody, otherDoor]) {
      expect([status, body.error.code]).toEqual([422, 'idempotency_key_reused']);
    }
    expect((await promised()) - before).toBe(2);
  });

  it('is another key in the hands of another person', async () => {
    const before = await promised();
    const other = await server.as('seller', { sellerId: ground.sellerId });
    const key = newId();
    const [mine, theirs] = [await ask(checkout(), key), await ask(checkout(), key, other)];
    expect([mine.status, theirs.status, isReplay(theirs)]).toEqual([201, 201, false]);
    expect(theirs.body.promiseId).not.toBe(mine.body.promiseId);
    expect((await promised()) - before).toBe(4);
  });

  it('is refused when it is longer than 200 characters', async () => {
    const { status, body } = await ask(checkout(), 'k'.repeat(201));
    expect([status, body.error.code, body.error.field]).toEqual([422, 'idempotency_key_invalid', 'Idempotency-Key']);
    expect((await ask(checkout(), 'k'.repeat(200))).status).toBe(201);
  });
});

describe('a key that is looked up first and written down after', () => {
  it('would be caught with more than one effect, and with an answer to something else', async () => {
    await server.db.raw('CREATE TABLE naive_key (key text, answer text)');
    await server.db.raw('CREATE TABLE naive_effect (asked text)');
    const asked = Array.from({ length: AT_ONCE }, () => answerNaively(server.db, { key: 'one', asked: 'two units' }));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['two units']));
    expect((await server.db('naive_effect')).length).toBeGreaterThan(1);
    expect(await answerNaively(server.db, { key: 'one', asked: 'nine units' })).toBe('two units');
    await server.db.raw('DROP TABLE naive_key, naive_effect');
  });
});

describe('a refusal under a key', () => {
  it('is given again as it was, even where the request would be granted by now', async () => {
    const scarce = await addItem(ground);
    const [body, key] = [checkout(5, scarce.itemId), newId()];
    const refused = await ask(body, key);
    expect([refused.status, refused.body.error.code, isReplay(refused)]).toEqual([409, 'not_enough_stock', false]);
    await stow(ground, scarce.itemId, ground.bins[1]!, 10);
    const again = await ask(body, key);
    expect([again.status, isReplay(again)]).toEqual([409, true]);
    const { requestId: first, ...told } = refused.body.error;
    const { requestId: second, ...toldAgain } = again.body.error;
    expect(toldAgain).toEqual(told);
    expect(second).not.toBe(first);
    expect((await stockOf(ground, scarce.itemId)).promised).toBe(0);
    expect((await ask(body, newId())).status).toBe(201);
  });

  it('at the door itself is not kept: the shape can be mended under the same key', async () => {
    const key = newId();
    expect((await ask({ ...checkout(), lines: [] }, key)).status).toBe(422);
    const mended = await ask(checkout(), key);
    expect([mended.status, isReplay(mended)]).toEqual([201, false]);
  });
});
