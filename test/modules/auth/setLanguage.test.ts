import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGround } from '../../support/goods.ts';
import { PASSWORD, startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

it('remembers the language of a person on the account, and of nobody else', async () => {
  const one = await server.as('picker', { login: 'one' });
  const other = await server.as('driver', { login: 'other' });
  expect((await one.post('/v1/language', { language: 'ko' })).status).toBe(200);
  const ground = await openGround(server);
  const seller = await server.as('seller', { login: 'shop', sellerId: ground.sellerId });
  expect((await seller.post('/v1/language', { language: 'ko' })).status).toBe(200);
  const languageOf = async (login: string) =>
    (await server.anyone.post('/v1/sign-in', { login, password: PASSWORD })).body.user.language;
  expect(await languageOf('one')).toBe('ko');
  expect(await languageOf('shop')).toBe('ko');
  expect(await languageOf('other')).toBeUndefined();
  expect((await other.post('/v1/language', { language: 'fr' })).status).toBe(422);
});
