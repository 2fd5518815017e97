import { afterAll, beforeAll } from 'vitest';
import { openGround, type Ground } from '../support/goods.ts';
import { startBeside, startServer, type Person, type TestServer } from '../support/server.ts';

export interface TwoShops {
  first: TestServer;
  second: TestServer;
  ground: Ground;
  /** One seller's program at each process. */
  shops: Person[];
}

/** Two processes on one database for all tests of a file, and a shop that sells by both. */
export function useTwoShops(open: (at: TwoShops) => void): void {
  let first: TestServer | undefined;
  let second: TestServer | undefined;
  beforeAll(async () => {
    const servers = [(first = await startServer())];
    const ground = await openGround(first);
    servers.push((second = await startBeside(first)));
    const shops = await Promise.all(servers.map((server) => server.as('channel', { sellerId: ground.sellerId })));
    open({ first, second, ground, shops });
  });
  afterAll(async () => {
    await second?.stop();
    await first?.close();
  });
}
