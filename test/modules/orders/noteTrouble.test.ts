import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteStanding, noteTrouble } from '../../../src/orders/index.ts';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { inWork, startServer, type Person, type TestServer } from '../../support/server.ts';
import { expectClean } from '../waves/floor.ts';
import { bought1, seen } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(() => server.close());

it('keeps an entry for each item that trouble is about, and says it once more only where it is about another', async () => {
  const { sellerId, bins } = ground;
  const [first, second] = [(await addItem(ground)).itemId, (await addItem(ground)).itemId];
  await stow(ground, first, bins[0]!, 1);
  const orderId = await bought1(shop, first, 1);
  const of = (itemId: string, quantity: number) => {
    return { sellerId, orderId, kind: 'packed_short_waits', cause: 'pack_missing', itemId, quantity };
  };
  const note = (keep: typeof noteTrouble, ...troubles: Parameters<typeof noteTrouble>[1]) =>
    inWork(server.db, server.clock, (work) => keep(work, troubles));
  await note(noteTrouble, of(first, 1), of(second, 2), of(second, 2));
  // it ends with the second: what is about that stands, what is about the first is said anew
  await note(noteStanding, of(second, 2));
  await note(noteStanding, of(first, 3));
  const { events } = await seen(ground.admin, orderId);
  const told = events.filter(({ kind }: { kind: string }) => kind === 'packed_short_waits');
  expect(told).toMatchObject(
    [of(first, 1), of(second, 2), of(first, 3)].map(({ itemId, quantity }) => ({ itemId, quantity })),
  );
  await expectClean(server);
});
