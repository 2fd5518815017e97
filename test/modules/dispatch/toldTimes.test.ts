import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const HOUR_MS = 3_600_000;
const DOOR = [{ lat: 37.61, lon: 126.77 }];

async function stepOf(flow: 'load' | 'deliver', { token }: { token: string }, language: string) {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': language };
  const answer = await fetch(`${server.url}/v1/step?flow=${flow}&deviceId=of-${token.slice(-8)}`, { headers });
  return (await answer.json()) as { show: { why: string; lines: { label: string; value: string }[] } };
}

/** At nine in the morning of a Friday, in Seoul. */
test.each([
  [3, /leaves 12:00$/, /차량, 12:00 출발/],
  [20, /leaves tomorrow 05:00$/, /차량, 내일 05:00 출발/],
  [68, /leaves Mon,? 23 Nov 05:00$/, /차량, 11월 23일 ?\(월\) 05:00 출발/],
])('says of a vehicle that leaves in %i hours on which day, where that is not today', async (hours, en, ko) => {
  const driver = await server.as('driver');
  const departAt = new Date(server.clock.now().getTime() + hours * HOUR_MS).toISOString();
  const [route] = (await planned(floor, await parcelsFor(floor, DOOR), [await addVan(floor)], { departAt })).routes;
  await must(
    floor.dispatcher.post(`/v1/routes/${route!.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  expect((await stepOf('load', driver, 'en')).show.why).toMatch(en);
  expect((await stepOf('load', driver, 'ko')).show.why).toMatch(ko);
});

test('says of a door on which day it is reached, to its driver', async () => {
  // at ten in the evening, and hours away
  server.clock.set(new Date(server.clock.now().getTime() + 13 * HOUR_MS));
  const far = [{ lat: 38.3, lon: 127.6 }];
  const login = 'night-driver';
  const parcels = await parcelsFor(floor, far);
  const driver = await server.as('driver', { login });
  const [route] = (
    await planned(floor, parcels, [await addVan(floor, { shift: { fromMinute: 1_260, toMinute: 2_160 } })])
  ).routes;
  await onTheRoad({ ...floor, driver }, route!);
  // the hours that have passed are reckoned in by now, and not between two looks
  await server.app.jobs!.runDue();
  const shown = await must(driver.get(`/v1/routes/${route!.routeId}`));
  const clock = new Date(Date.parse(shown.stops[0].etaAt) + 9 * HOUR_MS).toISOString().slice(11, 16);
  expect((await stepOf('deliver', driver, 'en')).show.lines[0]).toEqual({
    label: 'Expected',
    value: `tomorrow ${clock}`,
  });
  expect((await stepOf('deliver', driver, 'ko')).show.lines[0]!.value).toBe(`내일 ${clock}`);
});

test('says for which day a parcel was promised that is late', async () => {
  const [parcel] = await parcelsFor(floor, DOOR);
  const of = `siteId=${floor.siteId}&orderId=${parcel!.orderId}`;
  const { parcels } = await must(floor.dispatcher.get(`/v1/parcels?${of}`));
  server.clock.set(new Date(server.clock.now().getTime() + 72 * HOUR_MS));
  const pageIn = async (lang: string) =>
    (await fetch(`${server.url}/t/${parcels[0].tracking.token}?lang=${lang}`)).text();
  expect(await pageIn('en')).toMatch(/later than promised \(\d+ November, \d\d:\d\d\)/);
  expect(await pageIn('ko')).toMatch(/약속한 시간\(11월 \d+일 \d\d:\d\d\)보다 늦어집니다/);
});
