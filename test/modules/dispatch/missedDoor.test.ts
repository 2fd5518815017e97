import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, type Floor, type Packed } from '../packing/floor.ts';
import { back, close, decide, doors, drive, historyOf, pageOf, press, tick, useDoors } from './doors.ts';
import { addVan, planned } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useDoors((at) => ({ server, floor } = at));

/** What stands above the history, one space between the words. */
const aboveHistory = async (parcel: Packed, lang = 'en'): Promise<string> =>
  (await pageOf(parcel, lang)).split(/What happened so far|배송 기록/)[0]!.replaceAll(/\s+/g, ' ');
/** As the customer's clock shows it, in Seoul. */
const clock = () => new Date(server.clock.now().getTime() + 9 * 3_600_000).toISOString().slice(11, 16);

test('tells a waiting customer when it was tried and why in vain, that the parcel is back, and on which day it comes again', async () => {
  const { route, parcels } = await drive(doors(2));
  const [parcel, other] = parcels as [Packed, Packed];
  await press('failed', 'nobody_home');
  const tried = clock();
  const aboard = await aboveHistory(parcel);
  expect(aboard).toContain(`We tried today at ${tried}: nobody was home.`);
  expect(aboard).toContain('It comes back to our warehouse after the tour.');
  expect(await aboveHistory(parcel, 'ko')).toContain(`오늘 ${tried}에 방문했습니다: 아무도 안 계셨습니다.`);
  await press('failed', 'refused');
  tick();
  await back(route, parcel);
  await back(route, other);
  const isBack = clock();
  const home = await aboveHistory(parcel);
  expect(home).toContain('Could not be delivered, we come again');
  expect(home).toContain(`We tried today at ${tried}: nobody was home.`);
  expect(home).toContain(`The parcel came back to our warehouse today at ${isBack}.`);
  expect(home).toContain('Day and time are shown here as soon as they are set.');
  // the steps go on after the way to the door
  expect(home).toMatch(/On the way .*Not delivered .*Back at our warehouse .*Next try .*Delivered/);
  expect(await aboveHistory(parcel, 'ko')).toMatch(
    /배송 중 .*배송하지 못함 .*물류센터로 돌아옴 .*다시 방문 .*배송 완료/,
  );
  const history = await historyOf(parcel);
  expect(history).toMatch(/Back at our warehouse.*Could not be delivered: nobody was home\./s);
  // what was refused does not come again
  const sent = await aboveHistory(other);
  expect(sent).toContain('Back at our warehouse; it does not come again');
  expect(sent).toContain('the parcel was not accepted.');
  expect(sent).toMatch(/Please ask .+ about your money or a new delivery\./);
  expect(sent).toMatch(/Not delivered .*Back at our warehouse .*Returned to the shop/);
  expect(sent).not.toMatch(/Next try|Delivered/);
  await close(route);

  const departAt = new Date(server.clock.now().getTime() + 20 * 3_600_000).toISOString();
  const again = (await planned(floor, [parcel], [await addVan(floor)], { departAt })).routes[0]!;
  await must(floor.dispatcher.post(`/v1/routes/${again.routeId}/publish`, { driverId: floor.driver.userId }));
  expect(await aboveHistory(parcel)).toMatch(
    /We tried today at .*came back to our warehouse.*Expected tomorrow, \d\d:\d\d.*Next try: tomorrow/,
  );
});

test('says of a parcel at the warehouse what the desk decided last, and of the try what it was', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  const [shut] = route.stops;
  await press('failed', 'wrong_address');
  const tried = clock();
  tick();
  await back(route, parcel);
  await close(route);
  const held = await aboveHistory(parcel);
  expect(held).toContain('we look into it and get in touch');
  expect(held).not.toContain('as soon as they are set');
  for (const [decision, title] of [
    ['asked', 'please tell the shop your right address'],
    ['later', 'Could not be delivered, we come again'],
    ['returning', 'Back at our warehouse; it does not come again'],
  ] as const) {
    await must(decide(shut!, decision));
    const page = await aboveHistory(parcel);
    expect(page).toContain(title);
    expect(page).toContain(`We tried today at ${tried}: we could not find the address.`);
    expect(page).toContain('The parcel came back to our warehouse today');
  }
  const { sscc } = parcel;
  await must(floor.manager.post('/v1/returns/parcels', { siteId: floor.siteId, sscc }));
  expect(await aboveHistory(parcel)).toMatch(/Back with us .*It does not come again\..*Returned to the shop/);
});

test('says of a door that was given up without going there no word of a try', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  await press('failed', 'no_time');
  const at = clock();
  const page = await aboveHistory(parcel);
  expect(page).toContain(`Not delivered today at ${at}: our driver ran out of time.`);
  expect(page).not.toContain('We tried');
  // it may still come today
  expect(page).toContain('Day and time are shown here as soon as they are set.');
  expect(page).not.toContain('another day');
  const korean = await aboveHistory(parcel, 'ko');
  expect(korean).toContain(`오늘 ${at}에 배송하지 못했습니다: 기사님의 시간이 부족했습니다.`);
  expect(korean).not.toContain('방문했습니다');
  expect(korean).toContain('날짜와 시간이 정해지면 여기에 표시됩니다.');
  expect(korean).not.toContain('다른 날');
  tick();
  await back(route, parcel);
  await close(route);
});

test('goes on with the hour of the departure when a door is open again after a slip', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  const left = clock();
  for (let minute = 0; minute < 20; minute++) tick();
  await press('failed', 'refused');
  await press('takeBack');
  expect(await aboveHistory(parcel)).toMatch(new RegExp(`On the way \\d+ Nov ${left} `));
  await press('failed', 'refused');
  await back(route, parcel);
  await close(route);
});

test('says of a parcel that goes out once more not that it is on its way before it left, and of one that is tried again today when', async () => {
  const { route, parcels } = await drive(doors(2));
  const [parcel, later] = parcels as [Packed, Packed];
  await press('failed', 'access_code');
  expect(await aboveHistory(parcel)).toMatch(/we come again .*Expected today, .*Next try: today/);
  await press('failed', 'nobody_home');
  await press('failed', 'access_code');
  for (const one of [parcel, later]) await back(route, one);
  await close(route);
  tick();
  const again = (await planned(floor, [later], [await addVan(floor)])).routes[0]!;
  await must(floor.dispatcher.post(`/v1/routes/${again.routeId}/publish`, { driverId: floor.driver.userId }));
  await must(floor.driver.post(`/v1/routes/${again.routeId}/load`, { sscc: later.sscc }));
  expect(await aboveHistory(later)).toMatch(/On the way Delivered/);
  tick();
  await must(floor.driver.post(`/v1/routes/${again.routeId}/depart`, {}));
  expect(await aboveHistory(later)).toMatch(new RegExp(`On the way \\d+ Nov ${clock()} Delivered`));
  await press('failed', 'refused');
  await back(again, later);
  await close(again);
});

test('tells once that a parcel is out and once that it arrives, whoever took a slip back', async () => {
  const { route, parcels } = await drive(doors(2));
  const [parcel, other] = parcels as [Packed, Packed];
  const times = async (words: string, lang = 'en') => {
    const history = (await pageOf(parcel, lang)).split(/What happened so far|배송 기록/)[1]!;
    return history.split(words).length - 1;
  };
  const left = await historyOf(parcel);
  await press('failed', 'nobody_home');
  tick();
  await must(floor.dispatcher.post(`/v1/stops/${route.stops[0]!.stopId}/take-back`, {}));
  // as if nothing had been: it is out since it left
  expect((await historyOf(parcel)).split('As of')[0]).toBe(left.split('As of')[0]);
  expect([await times('Out for delivery'), await times('배송 중', 'ko')]).toEqual([1, 1]);
  await press('arrived');
  const arrived = (await historyOf(parcel)).split('As of')[0];
  await press('failed', 'refused');
  await press('takeBack');
  expect((await historyOf(parcel)).split('As of')[0]).toBe(arrived);
  expect([await times('Arriving now'), await times('Out for delivery')]).toEqual([1, 1]);
  for (const _ of parcels) await press('failed', 'refused');
  expect(await historyOf(parcel)).toContain('On its way back to us');
  tick();
  for (const one of [parcel, other]) await back(route, one);
  await close(route);
});

test('reads after a slip at the second visit of a day as it did before it', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  // when it comes is reckoned anew
  const read = async () => (await aboveHistory(parcel)).replace(/\d\d:\d\d – \d\d:\d\d/, 'then');
  await press('failed', 'access_code');
  const before = await read();
  expect(before).toContain('Could not be delivered, we come again');
  await press('failed', 'refused');
  expect(await aboveHistory(parcel)).toContain('On its way back to us');
  await press('takeBack');
  expect(await read()).toBe(before);
  await press('failed', 'refused');
  await back(route, parcel);
  await close(route);
});
