import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../../support/goods.ts';
import { newLpn, receivedLpn } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  // bins of 20 litres: 41 units of 0.48 litres each
  ground = await openGround(server, { aisles: 3, chilledAisles: 1, binVolume_cm3: 20_000 });
});
afterAll(async () => {
  const audit = await runAudit(server.db);
  expect(audit.invariants.filter((one) => one.rows.length > 0)).toEqual([]);
  await server.close();
});

const put = (lpnCode: string, binCode: string, more: object = {}, person = ground.manager) =>
  person.post('/v1/put-aways', { siteId: ground.siteId, lpnCode, binCode, ...more });
const lpnOf = async (lpnCode: string) => (await ground.manager.get(`/v1/lpns/${lpnCode}?siteId=${ground.siteId}`)).body;

describe('putting away', () => {
  it('moves all of an LPN into the bin and leaves the LPN empty, to be used again', async () => {
    const goods = await addItem(ground);
    const lpnCode = await receivedLpn(ground, [[goods, 10]]);
    const done = await put(lpnCode, ground.bins[0]!);
    expect(done.body).toMatchObject({ quantity: 10, left: 0, binCode: ground.bins[0] });
    expect(await lpnOf(lpnCode)).toMatchObject({ state: 'empty', contents: [] });
    expect((await put(lpnCode, ground.bins[0]!)).body.error.code).toBe('lpn_empty');
  });

  it('of a mixed LPN asks which goods, and takes a part', async () => {
    const [one, two] = [await addItem(ground), await addItem(ground)];
    const lpnCode = await receivedLpn(ground, [
      [one, 4],
      [two, 6],
    ]);
    expect((await put(lpnCode, ground.bins[1]!)).body.error.code).toBe('lpn_mixed');
    const part = await put(lpnCode, ground.bins[1]!, { itemId: two.itemId, quantity: 5 });
    expect(part.body).toMatchObject({ quantity: 5, left: 5 });
    const stranger = await addItem(ground);
    expect((await put(lpnCode, ground.bins[1]!, { itemId: stranger.itemId })).body.error.code).toBe('not_on_lpn');
  });

  it('refuses a bin that is full, saying how many it would take', async () => {
    const goods = await addItem(ground);
    const lpnCode = await receivedLpn(ground, [[goods, 60]]);
    const full = await put(lpnCode, ground.bins[2]!);
    expect(full.body.error).toMatchObject({ code: 'bin_full', got: 60, expected: 41 });
    expect((await put(lpnCode, ground.bins[2]!, { quantity: 41 })).status).toBe(201);
    expect((await put(lpnCode, ground.bins[2]!, { quantity: 1 })).body.error).toMatchObject({
      code: 'bin_full',
      expected: 0,
    });
  });

  it('never overfills a bin, even when ten people put into it at once', async () => {
    const goods = await addItem(ground);
    const lpns = await Promise.all(Array.from({ length: 10 }, () => receivedLpn(ground, [[goods, 10]])));
    const answers = await Promise.all(lpns.map((lpnCode) => put(lpnCode, ground.bins[3]!)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(4);
    const refused = answers.filter((answer) => answer.status !== 201);
    expect(new Set(refused.map((answer) => answer.body.error.code))).toEqual(new Set(['bin_full']));
  });

  it('refuses a bin that is blocked, under count, too warm, or not for storing', async () => {
    const goods = await addItem(ground);
    const lpnCode = await receivedLpn(ground, [[goods, 1]]);
    const set = (state: string) =>
      ground.manager.post(`/v1/sites/${ground.siteId}/bins/${ground.bins[4]}/state`, { state, reason: 'test' });
    const code = async (binCode: string) => (await put(lpnCode, binCode)).body.error.code;
    await set('blocked');
    expect(await code(ground.bins[4]!)).toBe('bin_blocked');
    await set('counting');
    expect(await code(ground.bins[4]!)).toBe('bin_under_count');
    expect(await code('C-01-01-1')).toBe('bin_forbids');
    expect(await code('DOCK-1')).toBe('bin_forbids');
    expect(await code('Z-99-99-9')).toBe('bin_not_found');
  });

  it('yields to a manager’s override, which is kept by name, and to nobody else’s', async () => {
    const goods = await addItem(ground);
    const lpnCode = await receivedLpn(ground, [[goods, 2]]);
    const receiver = await server.as('receiver');
    const override = { override: 'cold room is the only space tonight' };
    expect((await put(lpnCode, 'C-01-02-1', override, receiver)).status).toBe(403);
    expect((await put(lpnCode, 'C-01-02-1', override)).status).toBe(201);
    const kept = (await server.db.raw(`SELECT rule, reason, actor_id FROM put_away_override`)) as { rows: object[] };
    expect(kept.rows).toEqual([{ rule: 'temperature', reason: override.override, actor_id: ground.manager.userId }]);
  });

  it('leaves the whole of it as it was when refused', async () => {
    const goods = await addItem(ground);
    const lpnCode = await receivedLpn(ground, [[goods, 60]]);
    await put(lpnCode, ground.bins[5]!);
    expect((await lpnOf(lpnCode)).contents).toMatchObject([{ quantity: 60 }]);
    const bin = await ground.manager.get(`/v1/stock?itemId=${goods.itemId}&siteId=${ground.siteId}`);
    expect(bin.body.items[0].onHand).toBe(60);
  });
});

describe('LPNs on one another', () => {
  const nest = (lpnCode: string, parentLpn: string | null) =>
    ground.manager.post(`/v1/lpns/${lpnCode}/parent`, { siteId: ground.siteId, parentLpn });

  it('never form a circle, even when two people try to close one at once', async () => {
    const goods = await addItem(ground);
    const [a, b, c] = [
      await receivedLpn(ground, [[goods, 1]]),
      await receivedLpn(ground, [[goods, 1]]),
      await receivedLpn(ground, [[goods, 1]]),
    ];
    expect((await nest(a, a)).body.error.code).toBe('lpn_cycle');
    expect((await nest(a, b)).status).toBe(200);
    expect((await nest(b, c)).status).toBe(200);
    expect((await nest(c, a)).body.error.code).toBe('lpn_cycle');
    const [d, e] = [await receivedLpn(ground, [[goods, 1]]), await receivedLpn(ground, [[goods, 1]])];
    const both = await Promise.all([nest(d, e), nest(e, d)]);
    expect(both.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(both.find((answer) => answer.status !== 200)?.body.error.code).toBe('lpn_cycle');
    expect((await lpnOf(a)).parentLpn).toBe(b);
    expect((await nest(a, null)).status).toBe(200);
  });

  it('carry goods of one seller', async () => {
    const mine = await receivedLpn(ground, [[await addItem(ground), 1]]);
    const other = await openGround(server);
    const theirs: Ground = { ...ground, sellerId: other.sellerId };
    const lpnCode = await receivedLpn(theirs, [[await addItem(theirs), 1]]);
    expect((await nest(mine, lpnCode)).body.error.code).toBe('lpn_owner');
  });
});

describe('the put-away screen', () => {
  const scanLpn = async () => {
    const receiver = await server.as('receiver');
    return { receiver, scan: (code: string, more: object = {}) => receiver.scan('putAway', code, { ...more }) };
  };
  const contents = async (goods: Goods) => (await ground.manager.get(`/v1/stock?itemId=${goods.itemId}`)).body.items[0];

  it('says the bin and why, and takes the bin’s scan as done', async () => {
    const goods = await addItem(ground);
    const { scan } = await scanLpn();
    const lpnCode = await receivedLpn(ground, [[goods, 7]]);
    const shown = await scan(lpnCode);
    expect(shown.step).toMatchObject({ expect: 'bin', show: { item: { code: goods.code }, quantity: { asked: 7 } } });
    expect(shown.step.show.why).not.toBe('');
    const bin = shown.step.show.big as string;
    const wrong = ground.bins.find((code) => code !== bin)!;
    const refused = await scan(wrong);
    expect(refused.refusal).toMatchObject({ code: 'wrong_bin', scanned: wrong, expected: bin });
    expect(refused.step.show.big).toBe(bin);
    const done = await scan(bin);
    expect([done.ok, done.step.expect, done.step.show.notice]).toEqual([true, 'lpn', `7 in ${bin}`]);
    expect((await contents(goods)).onHand).toBe(7);
  });

  it('sends two people with much of the same to different space', async () => {
    const goods = await addItem(ground);
    const lpns = [await receivedLpn(ground, [[goods, 30]]), await receivedLpn(ground, [[goods, 30]])];
    const [one, two] = [await scanLpn(), await scanLpn()];
    const [first, second] = [await one.scan(lpns[0]!), await two.scan(lpns[1]!)];
    expect(first.step.show.big).not.toBe(second.step.show.big);
    expect((await one.scan(first.step.show.big)).ok).toBe(true);
    expect((await two.scan(second.step.show.big)).ok).toBe(true);
  });

  it('finds the next bin when somebody filled the first one meanwhile', async () => {
    const [goods, other] = [await addItem(ground), await addItem(ground)];
    const { scan } = await scanLpn();
    const lpnCode = await receivedLpn(ground, [[goods, 30]]);
    const bin = (await scan(lpnCode)).step.show.big as string;
    await stow(ground, other.itemId, bin, 40);
    const instead = await scan(bin);
    expect(instead.ok).toBe(true);
    expect(instead.step.show.big).not.toBe(bin);
    expect(instead.step.show.notice).toContain(bin);
    expect((await scan(instead.step.show.big)).step.expect).toBe('lpn');
  });

  it('goes on with the rest when one bin does not take all', async () => {
    const goods = await addItem(ground);
    const { scan } = await scanLpn();
    const lpnCode = await receivedLpn(ground, [[goods, 50]]);
    const first = (await scan(lpnCode)).step;
    expect(first.show.quantity.asked).toBeLessThanOrEqual(41);
    const next = (await scan(first.show.big)).step;
    expect([next.expect, next.show.quantity.asked]).toEqual(['bin', 50 - first.show.quantity.asked]);
  });

  it('asks for the item, and its count, where several goods share an LPN', async () => {
    const [one, two] = [await addItem(ground), await addItem(ground)];
    const { scan } = await scanLpn();
    const lpnCode = await receivedLpn(ground, [
      [one, 3],
      [two, 1],
    ]);
    const shown = (await scan(lpnCode)).step;
    const [now, then] = shown.show.item.code === one.code ? [one, two] : [two, one];
    const asked = (await scan(shown.show.big)).step;
    expect(asked.expect).toBe('item');
    expect((await scan(then.barcode)).refusal.code).toBe('wrong_item');
    let step = (await scan(now.barcode)).step;
    if (now === one) {
      expect(step).toMatchObject({ expect: 'quantity', show: { quantity: { asked: 3, done: 1 } } });
      step = (await scan('3', { source: 'typed' })).step;
    }
    expect(step).toMatchObject({ expect: 'bin', show: { item: { code: then.code } } });
  });

  it('takes another bin when told why, and knows no LPN that does not exist', async () => {
    const goods = await addItem(ground);
    const { scan } = await scanLpn();
    const lpnCode = await receivedLpn(ground, [[goods, 2]]);
    const bin = (await scan(lpnCode)).step.show.big as string;
    const other = [...ground.bins].reverse().find((code) => code.startsWith('A-') && code !== bin)!;
    await scan('', { answer: { choice: 'otherBin', reason: 'notReachable' } });
    expect((await scan(other)).ok).toBe(true);
    expect((await scan(newLpn())).refusal.code).toBe('lpn_not_found');
  });
});
