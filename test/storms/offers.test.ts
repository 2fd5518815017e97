import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { startBeside, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { openNaiveOffers } from './naive/offer.ts';
import { noteReached, rounds, seed } from './size.ts';
import { rush } from './rush.ts';

const DRIVERS = 12;
const OFFERS = 24 * rounds;
const AT_ONCE = 24;

let first: TestServer;
let second: TestServer;
let ground: Ground;
let dispatcher: Person;
/** Each driver at both apps, as two phones of his. */
let drivers: { userId: string; phones: Person[] }[];

beforeAll(async () => {
  first = await startServer();
  ground = await openGround(first);
  second = await startBeside(first);
  dispatcher = await first.as('dispatcher');
  drivers = await Promise.all(
    Array.from({ length: DRIVERS }, async () => {
      const one = await first.as('driver');
      const away = (path: string) => fetch(second.url + path, { headers: { authorization: `Bearer ${one.token}` } });
      expect((await away(`/v1/shifts?siteId=${ground.siteId}`)).status).toBe(200);
      const other: Person = { ...one, post: (path, body) => postTo(second.url + path, one.token, body) };
      return { userId: one.userId, phones: [one, other] };
    }),
  );
});
afterAll(async () => {
  await second?.stop();
  await first?.close();
});

async function postTo(url: string, token: string, body: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const at = (minutes: number) => new Date(first.clock.now().getTime() + minutes * 60_000).toISOString();
const codeOf = ({ status, body }: Answer): string => (status < 300 ? body.state : body.error.code);

const hourOf = (no: number): number => 60 * (2 + Math.floor(no / 3));

/** Three offers lie in the same hours, so that a driver can have one of them. */
async function offer(no: number): Promise<string> {
  const hour = hourOf(no);
  const body = { siteId: ground.siteId, fromAt: at(hour), toAt: at(hour + 60), pay_krw: 90_000, endsAt: at(60) };
  const answer = await dispatcher.post('/v1/shifts', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.shiftId;
}

/** A shift of one of the staff that ends before the first offers begin. */
async function give(driverId: string): Promise<string> {
  const body = { siteId: ground.siteId, driverId, fromAt: at(60), toAt: at(90), pay_krw: 0 };
  const answer = await dispatcher.post('/v1/shifts', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.shiftId;
}

interface Seen {
  shiftId: string;
  driver: string | undefined;
  code: string;
}

describe(`drivers who want the same shifts at the same moment, through two apps (seed ${seed})`, () => {
  it('get each shift once, never two at the same time, and none that was taken back', async () => {
    const shiftIds: string[] = [];
    for (let no = 0; no < OFFERS; no++) shiftIds.push(await offer(no));
    const given = await Promise.all(drivers.map(({ userId }) => give(userId)));
    const takenBack = shiftIds.filter((_, no) => no % 6 === 0);
    // one phone says what it saw; the other says yes to the offer as it is
    const asks = shiftIds.flatMap((shiftId, no) =>
      drivers.flatMap(({ userId, phones }) =>
        phones.map((phone, which) => async (): Promise<Seen> => {
          const saw = which === 0 ? { fromAt: at(hourOf(no)), toAt: at(hourOf(no) + 60) } : {};
          const answer = await phone.post(`/v1/shifts/${shiftId}/accept`, saw);
          return { shiftId, driver: userId, code: codeOf(answer) };
        }),
      ),
    );
    const recalls = takenBack.map((shiftId) => async (): Promise<Seen> => {
      const answer = await dispatcher.post(`/v1/shifts/${shiftId}/withdraw`, {});
      return { shiftId, driver: undefined, code: codeOf(answer) };
    });
    const move = async (shiftId: string, toAt: string): Promise<Seen> => {
      const answer = await dispatcher.post(`/v1/shifts/${shiftId}`, { toAt });
      return { shiftId, driver: undefined, code: answer.status === 200 ? 'moved' : codeOf(answer) };
    };
    // five times each, until somebody has it
    const ofOffers = shiftIds.flatMap((shiftId, no) =>
      Array.from({ length: no % 6 === 3 ? 5 : 0 }, (_, turn) => () => move(shiftId, at(hourOf(no) + 50 + turn))),
    );
    // into the hours of the first offers and out of them again
    const ofStaff = given.flatMap((shiftId) => [150, 100, 140, 110].map((end) => () => move(shiftId, at(end))));
    const moves = [...ofOffers, ...ofStaff];
    const seen = await rush([...asks, ...recalls, ...moves], { atOnce: AT_ONCE, seed });
    const reached: Record<string, number> = {};
    for (const { code } of seen) reached[code] = (reached[code] ?? 0) + 1;
    noteReached('offers', reached);

    // an offer that was moved before anybody had it is not there for every seed
    const codes = Object.keys(reached).filter((code) => code !== 'offer_changed');
    expect(codes.sort()).toEqual(['accepted', 'gig_accepted', 'moved', 'offer_gone', 'shift_overlaps', 'withdrawn']);
    for (const shiftId of shiftIds) {
      const winners = new Set(seen.filter((one) => one.shiftId === shiftId && one.code === 'accepted'));
      const names = new Set([...winners].map(({ driver }) => driver));
      expect(names.size, shiftId).toBeLessThanOrEqual(1);
    }
    const { rows } = (await first.db.raw(
      `SELECT state, count(*)::int AS n, count(DISTINCT (driver_id, from_at)) FILTER (WHERE state = 'accepted')::int AS people
         FROM driver_shift GROUP BY state`,
    )) as { rows: { state: string; n: number; people: number }[] };
    const kept = new Map(rows.map((row) => [row.state, row]));
    // whoever was first with a taken-back one had said yes before it was taken back
    expect(kept.get('withdrawn')!.n).toBe(takenBack.length);
    expect(kept.get('accepted')!.n).toBe(OFFERS - takenBack.length + given.length);
    expect(kept.get('accepted')!.people).toBe(kept.get('accepted')!.n);
    expect((await runAudit(first.db)).invariants.filter((one) => one.rows.length > 0)).toEqual([]);
  });

  it('get none that has ended, though nobody has swept it away yet', async () => {
    // at hours at which nobody has one yet
    const shiftId = await offer(3 * OFFERS);
    first.clock.set(new Date(Date.parse(at(60)) + 1000));
    second.clock.set(first.clock.now());
    const answers = await Promise.all(drivers.map(({ phones }) => phones[0]!.post(`/v1/shifts/${shiftId}/accept`, {})));
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['offer_gone']));
    await first.app.jobs!.runDue();
    const shown = (await dispatcher.get(`/v1/shifts?siteId=${ground.siteId}`)).body.shifts;
    expect(shown.find((one: { shiftId: string }) => one.shiftId === shiftId)).toMatchObject({ state: 'expired' });
  });

  it('beside a twin that looks first and writes after, which gives one shift to several', async () => {
    const twin = await openNaiveOffers(first.db);
    await first.db.raw('INSERT INTO naive_offer SELECT g FROM generate_series(1, 20) g');
    const asks = Array.from({ length: 20 * DRIVERS }, (_, no) => async () => {
      const offer = 1 + (no % 20);
      return { offer, status: (await fetch(`${twin.url}/${offer}/${Math.floor(no / 20)}`, { method: 'POST' })).status };
    });
    const answers = await rush(asks, { atOnce: AT_ONCE, seed });
    await twin.close();
    const given = new Map<number, number>();
    for (const { offer, status } of answers) if (status === 200) given.set(offer, (given.get(offer) ?? 0) + 1);
    expect(Math.max(...given.values())).toBeGreaterThan(1);
  });
});
