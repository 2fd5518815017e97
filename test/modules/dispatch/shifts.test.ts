import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGround, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let dispatcher: Person;
let driver: Person;
let other: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  [dispatcher, driver, other] = [await server.as('dispatcher'), await server.as('driver'), await server.as('driver')];
});
afterAll(() => server.close());

const at = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
const pass = (minutes: number) => server.clock.set(new Date(at(minutes)));
const made = (more: Record<string, unknown> = {}) =>
  dispatcher.post('/v1/shifts', { siteId: ground.siteId, fromAt: at(60), toAt: at(300), pay_krw: 90_000, ...more });
const say = (who: Person, shiftId: string, what: string) => who.post(`/v1/shifts/${shiftId}/${what}`, {});
const listed = async (who: Person) =>
  (await who.get(`/v1/shifts?siteId=${ground.siteId}`)).body.shifts as {
    shiftId: string;
    state: string;
    restoreUntil: string | null;
  }[];

it('gives a shift to one of the staff at once, who alone sees it and has no other then', async () => {
  const { status, body: own } = await made({ driverId: driver.userId });
  expect([status, own.kind, own.state, own.driverId]).toEqual([201, 'own', 'accepted', driver.userId]);
  expect((await listed(driver)).map(({ shiftId }) => shiftId)).toContain(own.shiftId);
  expect((await listed(other)).map(({ shiftId }) => shiftId)).not.toContain(own.shiftId);
  expect((await made({ driverId: driver.userId })).body.error).toMatchObject({
    code: 'shift_overlaps',
    got: own.shiftId,
  });
  expect((await made({ driverId: dispatcher.userId })).status).toBe(404);
  expect((await say(other, own.shiftId, 'accept')).body.error.code).toBe('offer_gone');
  expect((await say(dispatcher, own.shiftId, 'withdraw')).body.state).toBe('withdrawn');
  // taken back, it is in nobody's way
  expect((await made({ driverId: driver.userId })).status).toBe(201);
  expect((await say(driver, own.shiftId, 'accept')).body.error.code).toBe('shift_overlaps');
});

it('is put back where it was taken back by a slip: on offer again, or its driver’s, who is told', async () => {
  const { body: offer } = await made({ fromAt: at(2_000), toAt: at(2_300), endsAt: at(1_000) });
  const own = (await made({ fromAt: at(3_000), toAt: at(3_300), driverId: other.userId })).body;
  for (const { shiftId } of [offer, own]) {
    expect((await say(dispatcher, shiftId, 'withdraw')).body.state).toBe('withdrawn');
  }
  await server.settle();
  const { cursor } = (await dispatcher.get('/v1/news')).body;
  // asked twice it is done once
  for (let turn = 0; turn < 2; turn++) {
    expect((await say(dispatcher, offer.shiftId, 'restore')).body).toEqual(offer);
    expect((await say(dispatcher, own.shiftId, 'restore')).body).toEqual(own);
  }
  await server.settle();
  const { news } = (await dispatcher.get(`/v1/news?after=${encodeURIComponent(cursor)}`)).body;
  const told = news.map(({ topic, subject }: { topic: string; subject: string }) => [topic, subject]);
  expect(told).toEqual([
    ['dispatch.shiftOffered', offer.shiftId],
    ['dispatch.shiftAccepted', own.shiftId],
  ]);
  expect((await say(driver, offer.shiftId, 'accept')).body.state).toBe('accepted');
  expect((await other.post(`/v1/shifts/${offer.shiftId}/restore`, {})).status).toBe(403);
});

it('is not put back over another shift of its driver, too late, or once it would be over', async () => {
  const times = { fromAt: at(4_000), toAt: at(4_300), driverId: other.userId };
  const own = (await made(times)).body;
  await say(dispatcher, own.shiftId, 'withdraw');
  const again = (await made(times)).body;
  expect((await say(dispatcher, own.shiftId, 'restore')).body.error).toMatchObject({
    code: 'shift_overlaps',
    got: again.shiftId,
  });
  await say(dispatcher, again.shiftId, 'withdraw');
  const brief = (await made({ fromAt: at(5_000), toAt: at(5_300), endsAt: at(5) })).body;
  await say(dispatcher, brief.shiftId, 'withdraw');
  pass(6);
  expect((await say(dispatcher, brief.shiftId, 'restore')).body.error.code).toBe('shift_restore_late');
  pass(5);
  expect((await say(dispatcher, again.shiftId, 'restore')).body.error).toMatchObject({
    code: 'shift_restore_late',
    got: 'withdrawn',
  });
  expect((await say(dispatcher, again.shiftId, 'withdraw')).status).toBe(200);
});

it('is not put back where it is over or its driver has left, and tells until when it may be', async () => {
  const { body: gone } = await made({ fromAt: at(6_000), toAt: at(6_300), endsAt: at(5) });
  const until = async (shiftId: string) =>
    (await listed(dispatcher)).find((one) => one.shiftId === shiftId)!.restoreUntil;
  expect(gone.restoreUntil).toBeNull();
  await say(dispatcher, gone.shiftId, 'withdraw');
  // it would be no offer any more
  expect(await until(gone.shiftId)).toBe(gone.endsAt);
  const leaver = await server.as('driver');
  const { body: own } = await made({ fromAt: at(6_000), toAt: at(6_300), driverId: leaver.userId });
  await say(dispatcher, own.shiftId, 'withdraw');
  expect(await until(own.shiftId)).toBe(at(10));
  const admin = await server.as('admin');
  expect((await admin.post(`/v1/users/${leaver.userId}/state`, { state: 'blocked' })).status).toBe(200);
  expect((await say(dispatcher, own.shiftId, 'restore')).body.error).toMatchObject({
    code: 'driver_not_found',
    got: leaver.userId,
  });
  const { body: offer } = await made({ fromAt: at(6_000), toAt: at(6_300), endsAt: at(5) });
  pass(6);
  await server.app.jobs!.runDue();
  const { status, body } = await say(dispatcher, offer.shiftId, 'restore');
  expect([status, body.error]).toMatchObject([409, { code: 'shift_restore_late', got: 'expired' }]);
});

it('stays its driver’s where he accepted it after the desk saw it on offer', async () => {
  const { body: offer } = await made({ fromAt: at(4_000), toAt: at(4_300), endsAt: at(3_900) });
  const path = `/v1/shifts/${offer.shiftId}/withdraw`;
  expect((await say(other, offer.shiftId, 'accept')).body.state).toBe('accepted');
  const { status, body } = await dispatcher.post(path, { state: offer.state });
  expect([status, body.error]).toMatchObject([
    409,
    { code: 'offer_taken', field: 'state', got: 'offered', expected: 'accepted' },
  ]);
  expect((await listed(other)).find(({ shiftId }) => shiftId === offer.shiftId)!.state).toBe('accepted');
  expect((await dispatcher.post(path, { state: 'accepted' })).body.state).toBe('withdrawn');
  const { body: second } = await made({ fromAt: at(4_000), toAt: at(4_300), endsAt: at(3_900) });
  for (let turn = 0; turn < 2; turn++) {
    const answer = await dispatcher.post(`/v1/shifts/${second.shiftId}/withdraw`, { state: 'offered' });
    expect(answer.body.state).toBe('withdrawn');
  }
});

it('refuses an offer that nobody could take', async () => {
  expect((await made({ endsAt: at(-1) })).body.error).toMatchObject({ code: 'date_past', field: 'endsAt' });
  expect((await made({ endsAt: at(301) })).body.error).toMatchObject({ code: 'invalid', field: 'endsAt' });
  expect((await made({ fromAt: at(60), toAt: at(60 + 25 * 60) })).body.error.code).toBe('route_shift_too_long');
  expect((await made({ fromAt: at(300), toAt: at(60) })).body.error.code).toBe('route_shift_too_long');
});

it('ends an offer that nobody took, and tells so once', async () => {
  const { body: offer } = await made({ fromAt: at(600), toAt: at(900), endsAt: at(5) });
  expect((await listed(other)).map(({ shiftId }) => shiftId)).toContain(offer.shiftId);
  // a fact is news once every transaction that began before its own has ended
  await server.settle();
  const { cursor } = (await dispatcher.get('/v1/news')).body;
  pass(6);
  expect((await listed(other)).map(({ shiftId }) => shiftId)).not.toContain(offer.shiftId);
  await server.app.jobs!.runDue();
  pass(1);
  await server.app.jobs!.runDue();
  await server.settle();
  const { news } = (await dispatcher.get(`/v1/news?after=${encodeURIComponent(cursor)}`)).body;
  expect(news.filter(({ subject }: { subject: string }) => subject === offer.shiftId)).toMatchObject([
    { topic: 'dispatch.shiftExpired' },
  ]);
  expect((await say(dispatcher, offer.shiftId, 'withdraw')).body.error.code).toBe('shift_begun');
});

it('is begun by its driver from half an hour before on, and ended by him; then nobody takes it back', async () => {
  const { body: offer } = await made({ fromAt: at(400), toAt: at(700), endsAt: at(60) });
  expect((await say(driver, offer.shiftId, 'start')).status).toBe(404);
  expect((await say(driver, offer.shiftId, 'accept')).body.state).toBe('accepted');
  expect((await say(driver, offer.shiftId, 'start')).body.error.code).toBe('shift_not_now');
  expect((await say(driver, offer.shiftId, 'end')).body.error.code).toBe('shift_not_now');
  pass(371);
  expect((await say(other, offer.shiftId, 'start')).status).toBe(404);
  expect((await say(driver, offer.shiftId, 'start')).body).toMatchObject({ state: 'started', endedAt: null });
  expect((await say(driver, offer.shiftId, 'start')).body.state).toBe('started');
  expect((await say(dispatcher, offer.shiftId, 'withdraw')).body.error.code).toBe('shift_begun');
  pass(300);
  const { body } = await say(driver, offer.shiftId, 'end');
  expect(body.state).toBe('ended');
  expect(Date.parse(body.endedAt) - Date.parse(body.startedAt)).toBe(300 * 60_000);
  expect((await say(driver, offer.shiftId, 'end')).status).toBe(200);
});

it('is moved before it begins, for one of the staff and for whoever may take it, and into no other shift of his', async () => {
  const gig = (await made({ fromAt: at(400), toAt: at(600), endsAt: at(400) })).body;
  const change = (shiftId: string, to: object) => dispatcher.post(`/v1/shifts/${shiftId}`, to);
  const earlier = await change(gig.shiftId, { fromAt: at(150), toAt: at(250) });
  expect([earlier.status, earlier.body]).toMatchObject([200, { fromAt: at(150), toAt: at(250), endsAt: at(150) }]);
  // what is absent stays, and what is asked twice is done once
  await server.settle();
  const { cursor } = (await dispatcher.get('/v1/news')).body;
  for (let turn = 0; turn < 2; turn++) {
    expect((await change(gig.shiftId, { toAt: at(260) })).body).toMatchObject({ fromAt: at(150), toAt: at(260) });
  }
  await server.settle();
  const { news } = (await dispatcher.get(`/v1/news?after=${encodeURIComponent(cursor)}`)).body;
  expect(news.filter(({ topic }: { topic: string }) => topic === 'dispatch.shiftChanged')).toHaveLength(1);
  expect((await say(other, gig.shiftId, 'accept')).body).toMatchObject({ state: 'accepted', fromAt: at(150) });
  // what a driver accepted stays as he accepted it
  const taken = await change(gig.shiftId, { toAt: at(255) });
  expect([taken.status, taken.body.error.code]).toEqual([409, 'gig_accepted']);
  expect((await change(gig.shiftId, { toAt: at(260) })).status).toBe(200);
  const own = (await made({ driverId: other.userId, fromAt: at(500), toAt: at(600) })).body;
  expect((await change(own.shiftId, { fromAt: at(255) })).body.error).toMatchObject({
    code: 'shift_overlaps',
    got: gig.shiftId,
  });
  expect((await change(own.shiftId, { fromAt: at(270) })).body).toMatchObject({ fromAt: at(270), toAt: at(600) });
  expect((await change(own.shiftId, { fromAt: at(-1), toAt: at(60) })).body.error).toMatchObject({
    code: 'date_past',
    field: 'fromAt',
  });
  expect((await change(own.shiftId, { toAt: at(270) })).body.error.code).toBe('route_shift_too_long');
  expect((await other.post(`/v1/shifts/${own.shiftId}`, { toAt: at(550) })).status).toBe(403);
  expect((await say(dispatcher, own.shiftId, 'withdraw')).body.state).toBe('withdrawn');
  expect((await change(own.shiftId, { toAt: at(550) })).body.error.code).toBe('shift_begun');
  pass(155);
  expect((await change(gig.shiftId, { fromAt: at(60), toAt: at(90) })).body.error.code).toBe('shift_begun');
});

it('leaves drivers as long before the beginning as they had, and moves no offer that has ended', async () => {
  const change = (shiftId: string, to: object) => dispatcher.post(`/v1/shifts/${shiftId}`, to);
  const { shiftId } = (await made({ fromAt: at(1000), toAt: at(1200), endsAt: at(700) })).body;
  const moved = { fromAt: at(1100), toAt: at(1300), endsAt: at(800) };
  expect((await change(shiftId, { fromAt: moved.fromAt, toAt: moved.toAt })).body).toMatchObject(moved);
  expect((await change(shiftId, { fromAt: at(400) })).body).toMatchObject({ fromAt: at(400), endsAt: at(100) });
  // that would be over already: until the beginning
  expect((await change(shiftId, { fromAt: at(200) })).body).toMatchObject({ fromAt: at(200), endsAt: at(200) });
  const after = (await made({ fromAt: at(20), toAt: at(120), endsAt: at(80) })).body.shiftId;
  expect((await change(after, { toAt: at(60) })).body).toMatchObject({ fromAt: at(20), toAt: at(60), endsAt: at(60) });
  pass(30);
  // it has begun without a driver; its beginning was not asked to move
  expect((await change(after, { toAt: at(40) })).body.error).toMatchObject({ code: 'shift_begun', got: 'offered' });
  expect((await change(after, { fromAt: at(-1) })).body.error).toMatchObject({ code: 'date_past', field: 'fromAt' });
  pass(31);
  // no job has swept it away yet
  expect((await change(after, { fromAt: at(60), toAt: at(90) })).body.error.code).toBe('shift_begun');
});
