import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bought1 } from '../orders/buy.ts';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { untilTrue } from '../../support/waiting.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => server.close());

async function listener(token: string, topics?: unknown): Promise<Set<string>> {
  const socket = io(server.url, { transports: ['websocket'], forceNew: true, auth: { token, topics } });
  sockets.push(socket);
  const heard = new Set<string>();
  socket.on('news', ({ topic }: { topic: string }) => heard.add(topic));
  await new Promise<void>((open, fail) => socket.once('connect', open).once('connect_error', fail));
  return heard;
}

async function sellSomething(): Promise<void> {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, ground.bins[0]!, 2);
  const orderId = await bought1(shop, itemId, 1);
  await ground.manager.post(`/v1/orders/${orderId}/cancel`, { cause: 'customer' });
}

it('comes to a screen of everything that is its own, and to one that names topics of those alone', async () => {
  const { manager } = ground;
  const stranger = await server.as('channel', { sellerId: (await openGround(server)).sellerId });
  const [all, orders, sellers, deaf, elsewhere] = await Promise.all([
    listener(manager.token),
    listener(manager.token, ['orders.cancelled']),
    listener(shop.token, ['orders.cancelled', 'inventory.available']),
    listener(manager.token, []),
    listener(stranger.token, ['orders.cancelled']),
  ]);
  await sellSomething();
  await untilTrue(async () => ['orders.cancelled', 'inventory.available'].every((topic) => all.has(topic)));
  await untilTrue(async () => sellers.size === 2 && orders.size === 1);
  expect([...orders]).toEqual(['orders.cancelled']);
  expect(all.size).toBeGreaterThan(2);
  expect([...deaf, ...elsewhere]).toEqual([]);
});

it('is refused to a screen that names its topics in another form', async () => {
  await expect(listener(shop.token, 'orders.cancelled')).rejects.toThrow('invalid');
  await expect(listener(shop.token, [7])).rejects.toThrow('invalid');
});
