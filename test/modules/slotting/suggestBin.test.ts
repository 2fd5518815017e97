import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { transact } from '../../../src/platform/transact.ts';
import { newId } from '../../../src/platform/ids.ts';
import { system } from '../../../src/platform/work.ts';
import { suggestBin, type GoodsOfLpn, type Suggested } from '../../../src/slotting/index.ts';
import { addItem, openGround, openSeller, stow, type Goods, type Ground } from '../../support/goods.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  const audit = await runAudit(server.db);
  expect(audit.invariants.filter((one) => one.rows.length > 0)).toEqual([]);
  await server.close();
});

let lpns = 500_000;
async function ask(
  ground: Ground,
  goods: Goods,
  quantity: number,
  more: Partial<GoodsOfLpn> & { notBins?: string[] } = {},
) {
  const input = {
    siteId: ground.siteId,
    lpnCode: `LPN${++lpns}`,
    sellerId: ground.sellerId,
    itemId: goods.itemId,
    lot: '',
    condition: 'sellable',
    quantity,
    ...more,
  };
  return transact(server.db, { actor: system, at: server.clock.now(), id: newId() }, (work) => suggestBin(work, input));
}
async function suggested(...args: Parameters<typeof ask>): Promise<Suggested> {
  const outcome = await ask(...args);
  if (outcome.refused) throw new Error(outcome.refusal.code);
  return outcome.value;
}

describe('the bin that is suggested', () => {
  it('stays the same for goods of an LPN until the worker finds it unfit', async () => {
    const ground = await openGround(server);
    const goods = await addItem(ground);
    const lpnCode = 'LPN0700001';
    const first = await suggested(ground, goods, 10, { lpnCode });
    expect(await suggested(ground, goods, 10, { lpnCode })).toMatchObject({ binCode: first.binCode });
    const second = await suggested(ground, goods, 10, { lpnCode, notBins: [first.binCode] });
    expect(second.binCode).not.toBe(first.binCode);
  });

  it('is never promised to more goods than it takes, however many ask at once', async () => {
    // one bin of 20 litres an aisle and level: 10 units of 2 litres each
    const ground = await openGround(server, { aisles: 1, bays: 3, binVolume_cm3: 20_000 });
    const goods = await addItem(ground, { size_mm: [200, 100, 100] });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(ground, goods, 4)));
    const taken = outcomes.flatMap((outcome) => (outcome.refused ? [] : [outcome.value]));
    const perBin = new Map<string, number>();
    for (const { binCode, quantity } of taken) perBin.set(binCode, (perBin.get(binCode) ?? 0) + quantity);
    expect(Math.max(...perBin.values())).toBeLessThanOrEqual(10);
    expect([...perBin.values()].reduce((sum, units) => sum + units, 0)).toBe(30);
    expect(
      outcomes.filter((outcome) => outcome.refused).map((outcome) => outcome.refused && outcome.refusal.code),
    ).toEqual(outcomes.filter((outcome) => outcome.refused).map(() => 'no_bin_free'));
  });

  it('takes a part where no bin takes all', async () => {
    const ground = await openGround(server, { aisles: 1, bays: 2, binVolume_cm3: 20_000 });
    const goods = await addItem(ground, { size_mm: [200, 100, 100] });
    expect((await suggested(ground, goods, 15)).quantity).toBe(10);
  });

  it('is limited by weight as by volume', async () => {
    const ground = await openGround(server, { aisles: 1, bays: 2, binWeight_g: 25_000 });
    const goods = await addItem(ground, { weight_g: 10_000 });
    expect((await suggested(ground, goods, 5)).quantity).toBe(2);
  });

  it('has the goods’ temperature', async () => {
    const ground = await openGround(server, { aisles: 3, chilledAisles: 1, frozenAisles: 1 });
    for (const [temperature, zone] of [
      ['ambient', 'A-'],
      ['chilled', 'C-'],
      ['frozen', 'F-'],
    ] as const) {
      const goods = await addItem(ground, { temperature });
      expect((await suggested(ground, goods, 3)).binCode.startsWith(zone), temperature).toBe(true);
    }
  });

  it('is near what is often bought together, and says so', async () => {
    const ground = await openGround(server, { aisles: 8, bays: 40 });
    const [tea, cup, screw] = [await addItem(ground), await addItem(ground), await addItem(ground)];
    await stow(ground, tea.itemId, 'A-02-31-1', 20);
    const baskets = Array.from({ length: 50 }, () => ({ at: '2026-11-10T00:00:00Z', lines: [tea.code, cup.code] }));
    await ground.manager.post('/v1/slotting/history', { sellerId: ground.sellerId, baskets });
    const near = await suggested(ground, cup, 5);
    expect(near.why).toMatchObject({ because: 'together', itemCode: tea.code });
    expect(near.why.distance_m).toBeLessThanOrEqual(5);
    const alone = await suggested(ground, screw, 5);
    expect(alone.why.because).not.toBe('together');
  });

  it('is nearer to the front for what sells fast', async () => {
    const ground = await openGround(server, { aisles: 6, bays: 40 });
    const items = await Promise.all(Array.from({ length: 8 }, () => addItem(ground)));
    const [fast, slow] = [items[0]!, items[7]!];
    // each is bought alone, the first a hundred times as often as the last
    const baskets = items.flatMap((item, i) =>
      Array.from({ length: i === 0 ? 100 : i === 7 ? 1 : 20 }, () => ({
        at: '2026-11-10T00:00:00Z',
        lines: [item.code],
      })),
    );
    await ground.manager.post('/v1/slotting/history', { sellerId: ground.sellerId, baskets });
    const walk = (why: Suggested['why']) => why.distance_m;
    const front = await suggested(ground, fast, 5);
    const back = await suggested(ground, slow, 5, { notBins: [front.binCode] });
    expect(front.why.because).toBe('front');
    expect(walk(front.why)).toBeLessThanOrEqual(walk(back.why));
  });

  it('holds no second lot of the item and, for a seller with bins of its own, nobody else’s goods', async () => {
    const ground = await openGround(server, { aisles: 1, bays: 2 });
    const goods = await addItem(ground, { lotTracked: true });
    const first = await suggested(ground, goods, 5, { lot: 'L1' });
    const second = await suggested(ground, goods, 5, { lot: 'L2' });
    expect(second.binCode).not.toBe(first.binCode);
    const sellerId = await openSeller(server, ground.admin, 'PRIVATE');
    await ground.admin.patch(`/v1/sellers/${sellerId}`, { terms: { ownBins: true } });
    const own: Ground = { ...ground, sellerId };
    const refused = await ask(own, await addItem(own), 1);
    expect(refused.refused && refused.refusal.code).toBe('no_bin_free');
  });

  it('is not one that is blocked, and not a pick face for goods that are not for sale', async () => {
    const ground = await openGround(server, { aisles: 1, bays: 2, returns: 1 });
    const goods = await addItem(ground);
    const [first, second] = ground.bins;
    await ground.manager.post(`/v1/sites/${ground.siteId}/bins/${first}/state`, { state: 'blocked', reason: 'wet' });
    expect((await suggested(ground, goods, 1)).binCode).toBe(second);
    expect((await suggested(ground, goods, 1, { condition: 'damaged' })).binCode).toBe('RETURN-1');
  });
});

describe('planned moves', () => {
  it('bring a fast item from the back to an empty bin at the front, and leave a slow one where it is', async () => {
    const ground = await openGround(server, { aisles: 4, bays: 60 });
    const [fast, slow] = [await addItem(ground), await addItem(ground)];
    await stow(ground, fast.itemId, 'A-01-60-1', 10);
    await stow(ground, slow.itemId, 'A-01-59-1', 10);
    const day = (i: number) => `2026-11-${String(1 + (i % 19)).padStart(2, '0')}T00:00:00Z`;
    const baskets = Array.from({ length: 400 }, (_, i) => ({ at: day(i), lines: [fast.code] }));
    baskets.push({ at: day(1), lines: [slow.code] });
    await ground.manager.post('/v1/slotting/history', { sellerId: ground.sellerId, baskets });
    await suggested(ground, slow, 1);
    const { body } = await ground.manager.get(`/v1/slotting/moves?siteId=${ground.siteId}`);
    expect(body.moves).toHaveLength(1);
    expect(body.moves[0]).toMatchObject({ code: fast.code, fromBin: 'A-01-60-1', quantity: 10 });
    expect(body.moves[0].saving_m).toBeGreaterThan(100);
  });
});
