import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { bought1 } from '../modules/orders/buy.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { PASSWORD, startBeside, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { untilWaiting } from '../support/waiting.ts';

/** More than the pool of the app in a test has connections. */
const AT_ONCE = 36;

let server: TestServer;
let ground: Ground;
let seller: Person;
let itemId: string;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server);
  seller = await server.as('seller', { sellerId: ground.sellerId });
  ({ itemId } = await addItem(ground));
  await stow(ground, itemId, ground.bins[0]!, 20);
  await bought1(seller, itemId, 2);
});
afterEach(() => server.db.raw('DROP TRIGGER IF EXISTS forgetful ON idempotency_key'));
afterAll(() => server.close());

const ask = (who: Person, path: string, body: object, key: string) => who.post(path, body, { 'idempotency-key': key });
const isReplay = ({ headers }: Answer) => headers.get('idempotency-replayed') === 'true';
const wavesOf = (site: Ground) => server.db('wave').where({ site_id: site.siteId }).select('wave_id', 'state');

/** No answer can be kept under a key: as where the process dies before it could be. */
async function keepNoAnswers(): Promise<void> {
  await server.db.raw(`
    CREATE OR REPLACE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no answer is kept'; END $$;
    CREATE TRIGGER forgetful BEFORE INSERT OR UPDATE ON idempotency_key
      FOR EACH ROW WHEN (NEW.status IS NOT NULL) EXECUTE FUNCTION forget()`);
}
const keepAnswers = () => server.db.raw('DROP TRIGGER forgetful ON idempotency_key');

describe('requests under keys at doors with transactions of their own', () => {
  it('need one connection each: more of them than there are connections are all answered, and the app is ready', async () => {
    const picker = await server.as('picker');
    const doors: [Person, string, object][] = [
      [seller, '/v1/language', { language: 'en' }],
      [picker, '/v1/pin', { pin: '274913' }],
      [seller, '/v1/solve/routes', { vehicles: [{ id: 1, start: [127, 37.5] }], jobs: [] }],
    ];
    const asked = Array.from({ length: AT_ONCE }, (_, at) => {
      const [who, path, body] = doors[at % doors.length]!;
      return ask(who, path, body, newId());
    });
    const ready = await server.anyone.get('/readyz');
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(ready.status).toBe(200);
  });
});

describe('a key at a door with transactions of its own', () => {
  it('has its answer in the commit of its effect: what cannot be answered is not done, and a repeat does it once', async () => {
    const body = { siteId: ground.siteId };
    const key = newId();
    await keepNoAnswers();
    expect((await ask(ground.manager, '/v1/waves', body, key)).status).toBe(500);
    const [begun, ...others] = await wavesOf(ground);
    expect([begun.state, others]).toEqual(['planned', []]);
    await keepAnswers();
    const first = await ask(ground.manager, '/v1/waves', body, key);
    // the repeat goes on with what was begun
    expect([first.status, isReplay(first), first.body.waveId]).toEqual([201, false, begun.wave_id]);
    expect(first.body).toMatchObject({ state: 'released', orders: 1, units: 2 });
    const again = await ask(ground.manager, '/v1/waves', body, key);
    expect([again.status, isReplay(again), again.body]).toEqual([201, true, first.body]);
    expect(await wavesOf(ground)).toEqual([{ wave_id: begun.wave_id, state: 'released' }]);
  });

  it('makes no plan of routes whose answer is not kept', async () => {
    const body = { siteId: ground.siteId, seconds: 0.1 };
    const key = newId();
    const plans = () => server.db('route_plan').where({ site_id: ground.siteId }).select('plan_id');
    await keepNoAnswers();
    expect((await ask(ground.manager, '/v1/route-plans', body, key)).status).toBe(500);
    expect(await plans()).toEqual([]);
    await keepAnswers();
    const first = await ask(ground.manager, '/v1/route-plans', body, key);
    const again = await ask(ground.manager, '/v1/route-plans', body, key);
    expect([first.status, again.status, isReplay(again), again.body]).toEqual([201, 201, true, first.body]);
    expect(await plans()).toEqual([{ plan_id: first.body.planId }]);
  });

  it('changes a password once: the repeat of a change that was answered is not a wrong password', async () => {
    const body = { password: PASSWORD, newPassword: 'a longer horse battery' };
    const key = newId();
    const signIn = async (password: string) => {
      const { login } = await server.db('user_account').where({ user_id: seller.userId }).first();
      return (await server.anyone.post('/v1/sign-in', { login, password })).status;
    };
    await keepNoAnswers();
    expect((await ask(seller, '/v1/password', body, key)).status).toBe(500);
    expect(await signIn(PASSWORD)).toBe(200);
    await keepAnswers();
    const [first, again] = [await ask(seller, '/v1/password', body, key), await ask(seller, '/v1/password', body, key)];
    expect([first.status, again.status, isReplay(again)]).toEqual([200, 200, true]);
    expect(await signIn(body.newPassword)).toBe(200);
  });

  it('keeps a refusal, and refuses another body or another door', async () => {
    const key = newId();
    const wrong = { password: 'not it', newPassword: 'a longer horse battery' };
    const tries = async () =>
      (await server.db('user_account').where({ user_id: seller.userId }).first()).failed_tries as number;
    const [first, again] = [
      await ask(seller, '/v1/password', wrong, key),
      await ask(seller, '/v1/password', wrong, key),
    ];
    expect([first.status, again.status, isReplay(again), await tries()]).toEqual([403, 403, true, 1]);
    const otherBody = await ask(seller, '/v1/password', { ...wrong, password: PASSWORD }, key);
    const otherDoor = await ask(seller, '/v1/language', { language: 'en' }, key);
    const basket = { channel: 'shop', externalId: key, lines: [{ itemId, quantity: 1 }], expiresInSeconds: 3600 };
    const otherKind = await ask(seller, '/v1/promises', basket, key);
    for (const { status, body } of [otherBody, otherDoor, otherKind]) {
      expect([status, body.error.code]).toEqual([422, 'idempotency_key_reused']);
    }
    expect((await ask(seller, '/v1/language', { language: 'en' }, 'k'.repeat(201))).body.error.code).toBe(
      'idempotency_key_invalid',
    );
  });

  it('is held off its twins while it works; when its time is over another does it, and the late one has done nothing', async () => {
    const body = { siteId: ground.siteId };
    const key = newId();
    const beside = await startBeside(server);
    const there = { ...ground.manager, ...besideOf(beside.url, ground.manager.token) };
    const holder = await server.db.transaction();
    await holder.raw('SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE', [itemId]);
    const late = ask(ground.manager, '/v1/waves', body, key);
    await untilWaiting(server, holder, 1);
    for (const twin of [await ask(there, '/v1/waves', body, key), await ask(ground.manager, '/v1/waves', body, key)]) {
      expect([twin.status, twin.body.error?.code]).toEqual([409, 'idempotency_in_progress']);
      expect(Number(twin.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await server
      .db('idempotency_key')
      .where({ key })
      .update({ held_until: new Date(0) });
    const second = ask(there, '/v1/waves', body, key);
    await untilWaiting(server, holder, 2);
    await holder.rollback();
    expect([(await late).status, (await late).body.error?.code]).toEqual([409, 'idempotency_in_progress']);
    expect((await second).status).toBe(201);
    const again = await ask(ground.manager, '/v1/waves', body, key);
    expect([again.status, isReplay(again), again.body]).toEqual([201, true, (await second).body]);
    expect(await wavesOf(ground)).toEqual([{ wave_id: again.body.waveId, state: 'released' }]);
    await beside.close();
  });
});

/** The same person at another app. */
function besideOf(url: string, token: string): Pick<Person, 'post'> {
  return {
    async post(path, body, headers = {}) {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
  };
}
