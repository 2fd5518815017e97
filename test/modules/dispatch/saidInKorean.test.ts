import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

/** A minute passes before each of its scans. */
function handheldOf(token: string) {
  let seq = 0;
  return async (flow: string, code: string, answer?: object) => {
    server.clock.set(new Date(server.clock.now().getTime() + 60_000));
    seq += 1;
    const at = server.clock.now().toISOString();
    const headers = { authorization: `Bearer ${token}`, 'accept-language': 'ko', 'content-type': 'application/json' };
    const body = JSON.stringify({
      deviceId: `korean-${token.slice(-6)}`,
      seq,
      at,
      code,
      source: 'wedge',
      flow,
      ...(answer && { answer }),
    });
    const told = await fetch(`${server.url}/v1/scans`, { method: 'POST', headers, body });
    // oxlint-disable-next-line no-explicit-any -- tests read whatever comes
    return (await told.json()) as any;
  };
}

test('says to a Korean driver what is expected, which parcels stay, what is taken back, and what is to be brought back', async () => {
  const { token, userId } = await server.as('driver');
  await must(floor.dispatcher.post('/v1/trackers', { siteId: floor.siteId, trackerId: 'drv-ko', driverId: userId }));
  const doors = [1, 2].map((at) => ({ lat: 37.6 + at / 100, lon: 126.77 }));
  const [route] = (await planned(floor, await parcelsFor(floor, doors), [await addVan(floor)])).routes;
  await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/publish`, { driverId: userId }));
  const [first, last] = route!.stops.map(({ parcels }) => parcels[0]!.sscc) as [string, string];
  const scan = handheldOf(token);
  const loading = await scan('load', route!.vehicle);
  expect(loading.step.choices[0].title).toBe('1, 2번 배송지 상자 2개 두고 출발');
  expect(loading.step.choices[0].lines[0]).toEqual({ label: '2번 배송지', value: last });
  expect((await scan('load', 'WHAT-IS-THIS')).refusal.expected).toBe(`2번 배송지 상자: ${last}`);
  for (const sscc of [last, first]) expect((await scan('load', sscc)).ok).toBe(true);
  expect((await scan('load', '', { choice: 'depart' })).ok).toBe(true);
  // a minute before the scan
  await server.anyone.post(`/osmand?id=drv-ko&lat=37.65&lon=126.77&timestamp=${server.clock.now().getTime()}`);
  for (const far of [await scan('deliver', first), await scan('deliver', '', { choice: 'arrived' })]) {
    expect(far.refusal).toMatchObject({ code: 'outside_geofence', expected: '150m 이내 또는 사유' });
  }
  await scan('deliver', '', { choice: 'failed', reason: 'nobody_home' });
  expect((await scan('deliver', '', { choice: 'takeBack' })).step.show.notice).toBe(
    '1번 배송지의 “부재”를 취소했습니다. 1번이 다시 열렸습니다. 배송하세요.',
  );
  for (const _ of doors) await scan('deliver', '', { choice: 'failed', reason: 'nobody_home' });
  expect((await scan('deliver', '', { choice: 'close' })).refusal).toMatchObject({
    message: '아직 마감되지 않았습니다. 상자 2개를 반납하거나 없어진 상자를 알려주세요',
    expected: `1번 배송지 상자: ${first}, 2번 배송지 상자: ${last}`,
  });
  for (const sscc of [first, last]) expect((await scan('deliver', sscc)).ok).toBe(true);
  expect((await scan('deliver', '', { choice: 'close' })).ok).toBe(true);
});

test('says to a Korean driver that the rest of a door is to be delivered after all', async () => {
  const { token, userId } = await server.as('driver');
  const scan = handheldOf(token);
  const door = { lat: 37.61, lon: 126.77 };
  const [route] = (await planned(floor, await parcelsFor(floor, [door, door]), [await addVan(floor)])).routes;
  const give = { driverId: userId, acceptViolations: true };
  await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/publish`, give));
  const [given, kept] = route!.stops[0]!.parcels.map(({ sscc }) => sscc) as [string, string];
  await scan('load', route!.vehicle);
  for (const sscc of [given, kept]) expect((await scan('load', sscc)).ok).toBe(true);
  await scan('load', '', { choice: 'depart' });
  const prove = async () => {
    await scan('deliver', '0471');
    return scan('deliver', '0471');
  };
  await scan('deliver', given);
  await scan('deliver', '', { choice: 'rest', reason: 'damaged' });
  const ended = await prove();
  expect(ended.step.choices).toContainEqual({ choice: 'takeBack', title: '실수: 1번 나머지 배송' });
  expect((await scan('deliver', '', { choice: 'takeBack' })).step.show.notice).toBe(
    '1번 배송지의 “파손”을 취소했습니다. 이미 배송한 상자는 그대로 완료입니다. 나머지는 2번이니 배송하세요.',
  );
  await scan('deliver', kept);
  expect((await prove()).step.title).toBe('배송을 마쳤습니다');
  expect((await scan('deliver', '', { choice: 'close' })).ok).toBe(true);
});
