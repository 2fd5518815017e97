import { expect, test } from 'vitest';
import { must, type Floor, type Packed } from '../packing/floor.ts';
import { back, close, decide, doors, drive, handOver, press, tick, useDoors } from './doors.ts';
import { addVan, onTheRoad, planned } from './fleet.ts';

let floor: Floor;
useDoors((at) => ({ floor } = at));

/** The order as its page and as the list tell it. */
async function told({ orderId }: Packed) {
  const order = await must(floor.dispatcher.get(`/v1/orders/${orderId}`));
  const list = async (query: string) =>
    (await must(floor.dispatcher.get(`/v1/orders?siteId=${floor.siteId}&limit=200&${query}`))).orders as Packed[];
  const inList = (await list('')).find((one) => one.orderId === orderId);
  expect(inList).toMatchObject({ state: order.state, undelivered: order.undelivered });
  const isAmong = (await list('undelivered=true')).some((one) => one.orderId === orderId);
  expect(isAmong).toBe(order.undelivered !== null);
  return order;
}

test('says of an order whose door did not open that it is not delivered, that it is back, and what comes next', async () => {
  const { route, parcels } = await drive(doors(3));
  const [refused, missed, given] = parcels as [Packed, Packed, Packed];
  expect(await told(refused)).toMatchObject({ state: 'shipped', undelivered: null, nextStep: 'deliver' });
  await press('failed', 'refused');
  expect(await told(refused)).toMatchObject({
    state: 'shipped',
    undelivered: { reason: 'refused', isBack: false, follows: null },
    nextStep: 'come_back',
  });
  await press('takeBack');
  expect(await told(refused)).toMatchObject({ undelivered: null, nextStep: 'deliver' });
  await press('failed', 'refused');
  await press('failed', 'wrong_address');
  const [, shut] = route.stops;
  for (const [decision, follows, nextStep] of [
    ['asked', 'address_asked', 'wait_for_address'],
    ['again', 'again', 'deliver_again'],
    ['held', 'held', 'decide_door'],
  ] as const) {
    await must(decide(shut!, decision));
    expect(await told(missed)).toMatchObject({ undelivered: { isBack: false, follows }, nextStep });
  }
  tick();
  await handOver(given);
  expect(await told(given)).toMatchObject({ state: 'delivered', undelivered: null, nextStep: 'none' });
  for (const parcel of [refused, missed]) await back(route, parcel);
  await close(route);
  expect(await told(refused)).toMatchObject({
    state: 'shipped',
    undelivered: { isBack: true, follows: 'returning' },
    nextStep: 'judge_return',
  });
  expect(await told(missed)).toMatchObject({ state: 'packed', undelivered: { isBack: true }, nextStep: 'decide_door' });
  await must(decide(shut!, 'later'));
  expect(await told(missed)).toMatchObject({ undelivered: { isBack: true }, nextStep: 'hand_over' });
  // once it has left anew it is on its way
  const again = await onTheRoad(floor, (await planned(floor, [missed], [await addVan(floor)])).routes[0]!);
  expect(await told(missed)).toMatchObject({ state: 'shipped', undelivered: null, nextStep: 'deliver' });
  await press('failed', 'nobody_home');
  tick();
  await back(again, missed);
  await close(again);
  await must(decide(again.stops[0]!, 'returning'));
  // sent back from the dock it counts as shipped
  expect(await told(missed)).toMatchObject({
    state: 'shipped',
    undelivered: { reason: 'nobody_home', isBack: true, follows: 'returning' },
    nextStep: 'judge_return',
  });
});
