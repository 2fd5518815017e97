import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGround, type Ground } from '../../support/goods.ts';
import { startServer, type Answer, type Person, type TestServer } from '../../support/server.ts';
import { atOnce } from '../../support/waiting.ts';

let server: TestServer;
let ground: Ground;
let dispatcher: Person;
let driver: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  [dispatcher, driver] = [await server.as('dispatcher'), await server.as('driver')];
});
afterAll(() => server.close());

const at = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
const said = ({ status, body }: Answer): string => (status < 300 ? body.state : body.error.code);
const change = (shiftId: string, to: object) => dispatcher.post(`/v1/shifts/${shiftId}`, to);
const say = (who: Person, shiftId: string, what: string, body: object = {}) =>
  who.post(`/v1/shifts/${shiftId}/${what}`, body);
async function made(from: number, more: Record<string, unknown> = {}): Promise<string> {
  const times = { fromAt: at(from), toAt: at(from + 60) };
  const answer = await dispatcher.post('/v1/shifts', { siteId: ground.siteId, ...times, pay_krw: 90_000, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.shiftId;
}

it('is begun at the times that it has, though the desk moves it at the same moment', async () => {
  const shiftId = await made(20, { driverId: driver.userId });
  const later = () => change(shiftId, { fromAt: at(200), toAt: at(260) });
  const [moved, early] = await atOnce(server, [later, () => say(driver, shiftId, 'start')]);
  expect([moved, early].map((one) => said(one!))).toEqual(['accepted', 'shift_not_now']);
  expect(early!.body.error.expected).toEqual({ fromAt: at(200), toAt: at(260) });
  await change(shiftId, { fromAt: at(20), toAt: at(80) });
  // a double tap is no second one
  for (const [what, state] of [
    ['start', 'started'],
    ['end', 'ended'],
  ] as const) {
    const taps = await atOnce(server, [() => say(driver, shiftId, what), () => say(driver, shiftId, what)]);
    expect(taps.map(said)).toEqual([state, state]);
  }
});

it('is taken for the times that the driver saw, and for no others', async () => {
  const shiftId = await made(300);
  const saw = { fromAt: at(300), toAt: at(360) };
  const now = { fromAt: at(300), toAt: at(420) };
  expect((await change(shiftId, now)).status).toBe(200);
  const late = await say(driver, shiftId, 'accept', saw);
  expect([late.status, late.body.error]).toMatchObject([409, { code: 'offer_changed', got: saw, expected: now }]);
  const [moved, overtaken] = await atOnce(server, [
    () => change(shiftId, { toAt: at(400) }),
    () => say(driver, shiftId, 'accept'),
  ]);
  expect([moved, overtaken].map((one) => said(one!))).toEqual(['offered', 'offer_changed']);
  const taken = await say(driver, shiftId, 'accept', { fromAt: at(300), toAt: at(400) });
  expect(taken.body).toMatchObject({ state: 'accepted', toAt: at(400) });
});

it('is taken and taken back once, and a double tap hears so', async () => {
  const shiftId = await made(600);
  const take = () => say(driver, shiftId, 'accept', { fromAt: at(600), toAt: at(660) });
  expect((await atOnce(server, [take, take])).map(said)).toEqual(['accepted', 'accepted']);
  const back = () => say(dispatcher, shiftId, 'withdraw');
  expect((await atOnce(server, [back, back])).map(said)).toEqual(['withdrawn', 'withdrawn']);
});
