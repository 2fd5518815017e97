import { expect, test } from 'vitest';
import { must, orderColumns, type Floor, type Packed } from '../packing/floor.ts';
import { doors, drive, driverStep, keysOf, press, useDoors } from './doors.ts';
import { showRoute } from './fleet.ts';

let floor: Floor;
useDoors((at) => ({ floor } = at));

test('lets a driver whose parcel has vanished say so, and closes his route without it', async () => {
  const { route, parcels } = await drive(doors(2));
  const [gone, here] = parcels as [Packed, Packed];
  await press('failed', 'refused');
  await press('failed', 'refused');
  const close = () => press('close');
  expect((await close()).refusal).toMatchObject({
    code: 'route_parcels_out',
    message: 'Not closed yet: scan 2 parcels back in, or say which are missing',
  });
  const missing = `missing:${gone.parcelId}`;
  const asked = (await driverStep()).choices.find(({ choice }: { choice: string }) => choice === missing);
  // which parcel it is stands where the reason is asked for
  expect(asked).toMatchObject({
    title: `Missing: …${gone.sscc.slice(-6)} of stop 1`,
    needs: 'reason',
    reasons: [{ reason: 'not_found' }, { reason: 'stolen' }],
    lines: [{ label: 'Stop 1', value: gone.sscc }],
  });
  expect((await press(missing)).refusal).toMatchObject({ code: 'invalid' });
  expect((await press('missing:nothing', 'stolen')).refusal).toMatchObject({ code: 'back_not_expected' });
  let answer = await press(missing, 'not_found');
  expect(answer.step.show.notice).toContain(`Parcel of stop 1: ${gone.sscc}: Not found.`);
  expect(answer.step.show.lines).toContainEqual({ label: 'Missing', value: gone.sscc });
  expect(keysOf(answer.step)).not.toContain(missing);
  // it is found, and is missing again
  answer = await press(`found:${gone.parcelId}`);
  expect(keysOf(answer.step)).toContain(missing);
  await press(missing, 'not_found');
  expect((await close()).refusal).toMatchObject({
    code: 'route_parcels_out',
    expected: `Parcel of stop 2: ${here.sscc}`,
  });
  answer = await floor.driver.scan('deliver', here.sscc);
  expect(answer).toMatchObject({ ok: true, step: { expect: 'none' } });
  expect(answer.step.choices[0].title).toBe('Close without 1 missing parcel');
  // what is written off goes by that key alone: not by its digits typed, nor by whatever else is scanned or pressed
  for (const typed of [gone.sscc.slice(-6), '8801110000017']) {
    expect((await floor.driver.scan('deliver', typed)).ok).toBe(false);
  }
  expect((await press('arrived')).ok).toBe(false);
  expect((await showRoute(floor, route.routeId)).state).toBe('finished');
  expect(await close()).toMatchObject({ ok: true, step: { show: { notice: 'The route is closed' } } });
  const written = (await showRoute(floor, route.routeId)).stops.flatMap(({ parcels }) => parcels);
  expect(written.find(({ parcelId }) => parcelId === gone.parcelId)).toMatchObject({ state: 'failed' });
  expect((await showRoute(floor, route.routeId)).state).toBe('closed');
  expect((await must(floor.dispatcher.get(`/v1/parcels/${gone.parcelId}`))).state).toBe('lost');
  expect((await orderColumns(floor, gone.orderId)).state).toBe('cancelled');
});
