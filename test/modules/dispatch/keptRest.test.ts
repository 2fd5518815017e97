import { expect, test } from 'vitest';
import { showRoute } from './fleet.ts';
import { must, type Floor, type Packed } from '../packing/floor.ts';
import { back, close, doors, drive, handOver, historyOf, keysOf, press, useDoors } from './doors.ts';

let floor: Floor;
useDoors((at) => ({ floor } = at));

test('names what stays of a door, lets that be taken back, and says what becomes of it', async () => {
  const door = { lat: 37.61, lon: 126.77 };
  const { route, parcels } = await drive([door, door]);
  const [given, kept] = parcels as [Packed, Packed];
  let { step } = await floor.driver.scan('deliver', given.sscc);
  // whose it is stands before it
  const about = { label: '홍*동', value: kept.sscc };
  expect(step.choices[0]).toMatchObject({ choice: 'rest', title: 'Keep the rest', needs: 'reason', lines: [about] });
  step = (await press('rest', 'damaged')).step;
  expect(step).toMatchObject({ expect: 'proof', show: { quantity: { asked: 1, done: 1 } } });
  expect(step.show.lines).toContainEqual({ label: 'Stays: Damaged', value: kept.sscc });
  expect(step.show.lines).not.toContainEqual(about);
  expect(keysOf(step)).toEqual(['dropRest', 'failed']);
  step = (await press('dropRest')).step;
  expect(step).toMatchObject({ expect: 'parcel', show: { quantity: { asked: 2, done: 1 } } });
  expect(step.show.lines).toContainEqual(about);
  await press('rest', 'damaged');
  const typed = { source: 'typed', screen: 'proof' };
  await floor.driver.scan('deliver', '0471', typed);
  const ended = await floor.driver.scan('deliver', '0471', typed);
  const said = 'Stop 1 is done. Not handed over: Damaged → Back to the warehouse';
  expect(ended).toMatchObject({ ok: true, step: { show: { notice: said } } });
  await back(route, kept);
  await close(route);
});

const typed = { source: 'typed', screen: 'proof' };
const statesOf = async (routeId: string) => (await showRoute(floor, routeId)).stops.map(({ state }) => state);

/** Hands over the first of two parcels of one door, and keeps the other. */
async function handOverPart(given: Packed, reason: string) {
  expect((await floor.driver.scan('deliver', given.sscc)).ok).toBe(true);
  await press('rest', reason);
  await floor.driver.scan('deliver', '0471', typed);
  return floor.driver.scan('deliver', '0471', typed);
}
const proofsOf = async ({ orderId }: Packed) => {
  const { visits } = await must(floor.dispatcher.get(`/v1/visits?siteId=${floor.siteId}&orderId=${orderId}`));
  return visits.map(({ state, proof }: { state: string; proof: { code: boolean } }) => [state, proof.code]);
};

test('delivers the rest of a door after all that was kept by mistake, and what was handed over stays as it was proven', async () => {
  const [door, next] = doors(2);
  const { route, parcels } = await drive([door!, door!, next!, next!]);
  const [given, kept, ...others] = parcels as [Packed, Packed, Packed, Packed];
  const ended = await handOverPart(given, 'wrong_address');
  expect(ended.step.choices).toContainEqual({ choice: 'takeBack', title: 'By mistake: deliver the rest of stop 1' });
  const open = await press('takeBack');
  expect(open, JSON.stringify(open)).toMatchObject({
    ok: true,
    step: { expect: 'parcel', show: { quantity: { asked: 1 } } },
  });
  expect(open.step.show.notice).toBe(
    'Taken back: “Wrong address” at stop 1. What you handed over stays done; the rest is stop 2: deliver it there.',
  );
  expect(await statesOf(route.routeId)).toEqual(['delivered', 'arrived', 'planned']);
  // neither held nor taken back twice
  expect((await must(floor.dispatcher.get(`/v1/parcels/${kept.parcelId}`))).holdReason).toBeNull();
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');
  expect((await historyOf(kept)).match(/Arriving now/g)).toHaveLength(1);
  expect(await proofsOf(given)).toEqual([['delivered', true]]);
  await handOver(kept);
  expect(await proofsOf(given)).toEqual([['delivered', true]]);
  expect(await proofsOf(kept)).toEqual([['delivered', true]]);
  expect(await statesOf(route.routeId)).toEqual(['delivered', 'delivered', 'planned']);
  for (const { sscc } of others) expect((await floor.driver.scan('deliver', sscc)).ok).toBe(true);
  for (let turn = 0; turn < 2; turn++) await floor.driver.scan('deliver', '0471', typed);
  await close(route);
});

test('opens the rest of the last door of a route again, whose second visit at its end goes with that, and it may be kept once more', async () => {
  const [door] = doors(1);
  const { route, parcels } = await drive([door!, door!]);
  const [given, kept] = parcels as [Packed, Packed];
  await handOverPart(given, 'access_code');
  expect(await statesOf(route.routeId)).toEqual(['partly', 'planned']);
  expect((await press('takeBack')).ok).toBe(true);
  expect(await statesOf(route.routeId)).toEqual(['delivered', 'arrived']);
  await press('failed', 'refused');
  expect((await showRoute(floor, route.routeId)).state).toBe('finished');
  expect((await press('takeBack')).ok).toBe(true);
  expect((await showRoute(floor, route.routeId)).state).toBe('running');
  expect(await statesOf(route.routeId)).toEqual(['delivered', 'arrived']);
  await press('failed', 'refused');
  await back(route, kept);
  await close(route);
});
