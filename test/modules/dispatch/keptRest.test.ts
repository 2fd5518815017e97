import { expect, test } from 'vitest';
import type { Floor, Packed } from '../packing/floor.ts';
import { back, close, drive, keysOf, press, useDoors } from './doors.ts';

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
