import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { quoted } from '../../src/platform/roles.ts';
import { buy, stateOf } from '../modules/orders/buy.ts';
import { must } from '../modules/packing/floor.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../support/goods.ts';
import { refused } from '../support/refused.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  // what looks again by itself has looked: from here on only the facts tell
  await server.app.jobs!.runDue();
});
afterAll(() => server.close());

const CONSUMER = 'orders.available';
const mayPromise = (how: 'REVOKE' | 'GRANT') =>
  server.db.raw(`${how} INSERT ON promise ${how === 'GRANT' ? 'TO' : 'FROM'} ${quoted(server.roles.app)}`);

/** An order waits for units; they arrive while the one who ought to hear of it cannot do what it has to. */
async function parked() {
  const { itemId } = await addItem(ground);
  const placed = await buy(shop, [{ itemId, quantity: 2 }], { onShortfall: 'keep' });
  const orderId = placed.body.orderId as string;
  await mayPromise('REVOKE');
  await stow(ground, itemId, ground.bins[0]!, 5);
  await server.settle();
  const { facts } = await must(ground.admin.get('/v1/parked-facts'));
  const fact = (facts as { parkedId: string; subject: string }[]).find(({ subject }) => subject === itemId)!;
  return { itemId, orderId, fact, hear: () => ground.admin.post(`/v1/parked-facts/${fact.parkedId}/hear`) };
}

const counted = async () => (await fetch(`${server.url}/metrics`)).text();

describe('what a consumer could not hear', () => {
  it('is shown and counted, and heard again once what was wrong is mended, with one effect for two who ask', async () => {
    const { itemId, orderId, fact, hear } = await parked();
    expect(fact).toMatchObject({ consumer: CONSUMER, kind: 'inventory.available', state: 'parked', tries: 0 });
    expect(await counted()).toContain(`daybreak_parked_facts{consumer="${CONSUMER}"} 1`);
    expect(await stateOf(ground, orderId)).toBe('shortfall');

    const told = await refused(hear(), 409, 'fact_not_heard');
    expect(told['details']).toMatchObject({ reason: expect.stringContaining('permission denied') });
    const { facts } = await must(ground.admin.get('/v1/parked-facts'));
    expect(facts).toMatchObject([{ parkedId: fact.parkedId, tries: 1, state: 'parked' }]);

    await mayPromise('GRANT');
    const answers = await Promise.all([hear(), hear()]);
    for (const { status, body } of answers) {
      expect([status, body.state, body.endedBy]).toEqual([200, 'heard', ground.admin.userId]);
    }
    expect(await stateOf(ground, orderId)).toBe('promised');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2, available: 3 });
    expect(await counted()).not.toContain(`daybreak_parked_facts{consumer="${CONSUMER}"}`);
    await refused(
      ground.admin.post(`/v1/parked-facts/${fact.parkedId}/give-up`, { reason: 'late' }),
      409,
      'fact_heard',
    );
  });

  it('is given up for a reason that is kept with who said so, and then not heard any more', async () => {
    const { orderId, fact, hear } = await parked();
    await mayPromise('GRANT');
    const giveUp = (reason: string) => ground.admin.post(`/v1/parked-facts/${fact.parkedId}/give-up`, { reason });
    expect((await giveUp(' ')).status).toBe(422);
    await must(giveUp('promised by hand'));
    // who comes later is told what was said first
    expect((await must(giveUp('again'))).why).toBe('promised by hand');
    await refused(hear(), 409, 'fact_given_up');
    expect(await stateOf(ground, orderId)).toBe('shortfall');
    const { facts, waiting } = await must(ground.admin.get('/v1/parked-facts?state=given_up'));
    expect(waiting).toBe(0);
    expect(facts).toMatchObject([
      { why: 'promised by hand', endedBy: ground.admin.userId, endedAt: server.clock.now().toISOString() },
    ]);
  });

  it('is nobody’s but an administrator’s, and refused where nobody can hear it any more', async () => {
    await refused(ground.manager.get('/v1/parked-facts'), 403, 'not_allowed');
    await refused(ground.manager.post(`/v1/parked-facts/${newId()}/hear`), 403, 'not_allowed');
    await refused(ground.admin.post(`/v1/parked-facts/${newId()}/hear`), 404, 'parked_fact_not_found');
    await refused(
      ground.admin.post(`/v1/parked-facts/${newId()}/give-up`, { reason: 'late' }),
      404,
      'parked_fact_not_found',
    );
    const parkedId = newId();
    await server.db.raw(
      `INSERT INTO parked_fact (parked_id, consumer, cursor, kind, subject, told, reason, at)
       VALUES (?, 'nobody.there', '1:1', 'test.told', 'x', '{"body":{},"at":"2026-11-20"}', 'gone', now())`,
      [parkedId],
    );
    await refused(ground.admin.post(`/v1/parked-facts/${parkedId}/hear`), 409, 'fact_gone');
  });
});
