import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, openSeller, type Ground } from '../../support/goods.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { addCompanions, weighBaskets } from '../../../src/slotting/affinity.ts';

const at = (day: string) => new Date(`${day}T00:00:00Z`);

describe('what is bought together', () => {
  it('is shared out, so that a pair of a large basket counts for less than a pair alone', () => {
    const gained = weighBaskets([
      { at: at('2026-11-01'), itemIds: ['bread', 'butter'] },
      { at: at('2026-11-01'), itemIds: ['bread', 'jam', 'milk', 'eggs'] },
    ]);
    const bread = gained.get('bread')!.weights;
    expect(bread.get('butter')! / bread.get('jam')!).toBeCloseTo(3);
    const shared = [...bread.values()].reduce((sum, weight) => sum + weight, 0);
    expect(shared).toBeCloseTo(gained.get('bread')!.demand);
  });

  it('fades: a basket of sixty days ago counts e times less than one of today', () => {
    const then = weighBaskets([{ at: at('2026-09-21'), itemIds: ['a', 'b'] }]).get('a')!;
    const now = weighBaskets([{ at: at('2026-11-20'), itemIds: ['a', 'b'] }]).get('a')!;
    expect(now.demand / then.demand).toBeCloseTo(Math.E);
  });

  it('comes out the same in whatever portions it is learnt', () => {
    const baskets = Array.from({ length: 40 }, (_, i) => ({
      at: at(`2026-11-${String(1 + (i % 20)).padStart(2, '0')}`),
      itemIds: [`i${i % 7}`, `i${(i * 3) % 7}`, `i${(i * 5) % 11}`],
    }));
    const whole = addCompanions(undefined, 'i3', weighBaskets(baskets).get('i3')!);
    const first = addCompanions(undefined, 'i3', weighBaskets(baskets.slice(0, 13)).get('i3')!);
    const both = addCompanions(first, 'i3', weighBaskets(baskets.slice(13)).get('i3')!);
    expect(both.neighbours).toEqual(whole.neighbours);
    both.weights.forEach((weight, i) => expect(weight / whole.weights[i]!).toBeCloseTo(1));
    expect(both.demand / whole.demand).toBeCloseTo(1);
  });

  it('keeps the strongest neighbours of an item that is bought with everything', () => {
    const baskets = Array.from({ length: 300 }, (_, i) => ({
      at: at('2026-11-01'),
      itemIds: i % 3 === 0 ? ['bag', 'ice'] : ['bag', `rare-${i}`],
    }));
    const bag = addCompanions(undefined, 'bag', weighBaskets(baskets).get('bag')!);
    expect(bag.neighbours).toHaveLength(64);
    expect(bag.neighbours[0]).toBe('ice');
  });
});

describe('history', () => {
  let server: TestServer;
  let ground: Ground;
  beforeAll(async () => {
    server = await startServer();
    ground = await openGround(server);
  });
  afterAll(() => server.close());

  it('is learnt by code and by id; codes that nobody has are counted, not refused', async () => {
    const [tea, cup] = [await addItem(ground), await addItem(ground)];
    const answer = await ground.manager.post('/v1/slotting/history', {
      sellerId: ground.sellerId,
      baskets: [{ at: '2026-11-01T00:00:00Z', lines: [tea.code, cup.itemId, 'GONE'] }],
    });
    expect(answer.body).toEqual({ baskets: 1, items: 2, unknown: 1, unknownCodes: ['GONE'] });
  });

  it('of one seller is not written by another', async () => {
    const other = await openSeller(server, ground.admin, 'NOSY');
    const nosy = await server.as('seller', { sellerId: other });
    const baskets = [{ at: '2026-11-01T00:00:00Z', lines: ['X', 'Y'] }];
    const answer = await nosy.post('/v1/slotting/history', { sellerId: ground.sellerId, baskets });
    expect([answer.status, answer.body.error.code]).toEqual([404, 'seller_not_found']);
  });
});
