import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGround, type Ground } from '../../support/goods.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

it('tells each reader in his own language why a scan was refused, whatever the scanner speaks', async () => {
  const counter = await server.as('receiver');
  const [bin, other] = ground.bins as [string, string];
  expect((await counter.scan('count', bin)).ok).toBe(true);
  expect((await counter.scan('count', other)).refusal.message).toBe(`You are counting ${bin}. Finish it first`);
  const reader = await server.as('manager');
  const said = async () => (await reader.get(`/v1/scans?siteId=${ground.siteId}`)).body.refused[0].said;
  expect(await said()).toBe(`You are counting ${bin}. Finish it first`);
  expect((await reader.post('/v1/language', { language: 'ko' })).status).toBe(200);
  expect(await said()).toBe(`${bin} 실사 중입니다. 먼저 끝내세요`);
});
