import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, orderColumns, packed, picked, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

/** Packs a tote with the handheld alone; answers the label. */
const shown = ({ show }: { show: { lines: { value: string }[] } }): string =>
  show.lines.map(({ value }) => value).join(', ');

async function packByScans(tote: string, scans: string[]): Promise<string> {
  const { packer } = floor;
  let answer = await packer.scan('pack', tote);
  expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true, step: { expect: 'item' } });
  for (const code of scans) {
    answer = await packer.scan('pack', code);
    expect(answer.ok, JSON.stringify(answer)).toBe(true);
  }
  expect(answer).toMatchObject({ step: { expect: 'carton', show: { big: 'BOX-S' } } });
  answer = await packer.scan('pack', 'BOX-S');
  expect(answer).toMatchObject({ ok: true, step: { expect: 'weight' } });
  const weight = /(\d+) g/.exec(shown(answer.step))![1]!;
  answer = await packer.scan('pack', weight, { source: 'typed' });
  expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true, step: { expect: 'label' } });
  const sscc = /\d{18}/.exec(shown(answer.step))![0];
  expect(await packer.scan('pack', sscc)).toMatchObject({ ok: true, step: { expect: 'tote' } });
  return sscc;
}

test('packs, loads and delivers by scans alone', async () => {
  const goods = await shelved(floor, 10);
  const line = (quantity: number) => [{ itemId: goods.itemId, quantity }];
  const orders = await picked(floor, [
    { lines: line(1), lat: 37.61, lon: 126.77 },
    { lines: line(2), lat: 37.63, lon: 126.77 },
  ]);
  const labels = [
    await packByScans(orders[0]!.tote, [goods.barcode]),
    await packByScans(orders[1]!.tote, [goods.barcode, goods.barcode]),
  ];
  const { siteId, dispatcher, driver } = floor;
  await must(
    dispatcher.post('/v1/vehicles', {
      siteId,
      code: 'VEH-01',
      capacity: { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1440 },
    }),
  );
  const { routes } = await must(dispatcher.post('/v1/route-plans', { siteId, seconds: 0.2 }));
  expect(await driver.scan('load', 'VEH-01')).toMatchObject({ ok: false, refusal: { code: 'load_not_released' } });
  await must(dispatcher.post(`/v1/routes/${routes[0].routeId}/publish`, { acceptViolations: true }));

  let answer = await driver.scan('load', 'VEH-01');
  expect(answer).toMatchObject({
    ok: true,
    step: { expect: 'parcel', show: { big: '2', progress: { done: 0, total: 2 } } },
  });
  const { title, lines } = answer.step.choices[0];
  expect(title).toBe('Depart without 2 parcels of stops 1, 2');
  const toLoad = answer.step.show.lines[0].value as string;
  const later = labels.find((sscc) => sscc !== toLoad)!;
  expect(lines).toEqual([
    { label: 'Stop 2', value: toLoad },
    { label: 'Stop 1', value: later },
  ]);
  const without = { answer: { choice: 'depart', reason: 'not_found' } };
  expect(await driver.scan('load', '', without)).toMatchObject({
    ok: false,
    refusal: { code: 'load_nothing', message: 'Nothing is loaded, all 2 would stay: load first' },
  });
  const [next, first] = [toLoad, later];
  // whatever is scanned instead, what should be is said in words
  const expected = `A parcel of stop 2: ${next}`;
  for (const [code, why] of [
    [first, 'load_sequence'],
    [`${next.slice(0, -1)}${(Number(next.at(-1)) + 1) % 10}`, 'gs1_check_digit'],
    ['WHAT-IS-THIS', 'parcel_not_found'],
  ] as const) {
    expect(await driver.scan('load', code)).toMatchObject({ ok: false, refusal: { code: why, expected } });
  }
  expect((await driver.scan('load', first)).refusal.message).toBe('Load stop 2 first: stop 1 goes in later');
  expect((await driver.scan('load', next)).ok).toBe(true);
  answer = await driver.scan('load', first);
  expect(answer).toMatchObject({ ok: true, step: { expect: 'none' } });
  // what comes next is the drive, not the next vehicle
  expect(await driver.scan('load', '', { answer: { choice: 'depart' } })).toMatchObject({
    ok: true,
    step: { flow: 'deliver', show: { notice: 'VEH-01 is on its way' } },
  });

  answer = await driver.scan('deliver', '', { answer: { choice: 'arrived' } });
  expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true, step: { expect: 'parcel' } });
  expect(answer.step.show.big).toContain('테헤란로');
  expect(await driver.scan('deliver', next)).toMatchObject({
    ok: false,
    refusal: { code: 'deliver_other_stop', expected: `Parcel of stop 1: ${first}` },
  });
  expect(await driver.scan('deliver', first)).toMatchObject({ ok: true, step: { expect: 'proof' } });
  expect(await driver.scan('deliver', 'CART-07')).toMatchObject({ ok: false, refusal: { code: 'proof_code' } });
  const typed = { source: 'typed', screen: 'proof' };
  expect(await driver.scan('deliver', '12', typed)).toMatchObject({ ok: true, step: { expect: 'proof' } });
  answer = await driver.scan('deliver', '0471', typed);
  expect(answer).toMatchObject({ ok: true, step: { title: 'Code 0471?', choices: [{ choice: 'useCode' }, {}, {}] } });
  answer = await driver.scan('deliver', '', { answer: { choice: 'dropCode' } });
  expect(answer).toMatchObject({ ok: true, step: { expect: 'proof', choices: [{ choice: 'failed' }] } });
  expect((await driver.scan('deliver', '4711#', typed)).step.expect).toBe('proof');
  expect(await driver.scan('deliver', '4711#', typed)).toMatchObject({ ok: true, step: { expect: 'parcel' } });
  const { rows: clear } = await server.db.raw(
    `SELECT device_id FROM scan WHERE answer::text LIKE '%테헤란로%' OR answer::text LIKE '%010-1234%'`,
  );
  expect(clear, 'doors and phones kept in clear').toEqual([]);
  answer = await driver.scan('deliver', '', { answer: { choice: 'failed', reason: 'refused' } });
  expect(answer, JSON.stringify(answer)).toMatchObject({
    ok: true,
    step: { expect: 'parcel', show: { lines: [{ value: next }] } },
  });
  expect((await driver.scan('deliver', '', { answer: { choice: 'close' } })).refusal).toMatchObject({
    code: 'route_parcels_out',
    message: 'Not closed yet: scan 1 parcel back in, or say which are missing',
    expected: `Parcel of stop 2: ${next}`,
  });
  expect(await driver.scan('deliver', next)).toMatchObject({ ok: true, step: { expect: 'none' } });
  answer = await driver.scan('deliver', '', { answer: { choice: 'close' } });
  expect(answer).toMatchObject({ ok: true, step: { expect: 'none' } });
  const states = await Promise.all(orders.map(({ orderId }) => orderColumns(floor, orderId)));
  expect(states.map(({ state }) => state).sort()).toEqual(['delivered', 'shipped']);
});

test('the packing table refuses a wrong item and weight on the handheld, and goes on from where it stood', async () => {
  const [goods, other] = [await shelved(floor, 3), await shelved(floor, 3)];
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 3 }] }]);
  const { packer } = floor;
  await packer.scan('pack', order!.tote);
  const wrong = await packer.scan('pack', other.barcode);
  expect(wrong).toMatchObject({ ok: false, refusal: { code: 'pack_not_in_order' }, step: { expect: 'item' } });
  expect((await packer.scan('pack', goods.barcode)).step.show.quantity).toEqual({ asked: 3, done: 1 });
  expect((await packer.scan('pack', '3', { source: 'typed' })).step).toMatchObject({ expect: 'carton' });
  const off = await packer.scan('pack', '', { answer: { weight_g: 5_000 } });
  expect(off).toMatchObject({ ok: false, refusal: { code: 'pack_weight_off' }, step: { expect: 'carton' } });
  const stood = await packer.scan('pack', '', { answer: { weight_g: 5_000, reason: 'heavy paper' } });
  expect(stood).toMatchObject({ ok: true, step: { expect: 'label' } });
});

test('says what becomes of a half packed tote when another one is scanned, and goes on with it when it comes back', async () => {
  const goods = await shelved(floor, 4);
  const line = [{ itemId: goods.itemId, quantity: 2 }];
  const [one, other] = await picked(floor, [{ lines: line }, { lines: line }]);
  const packer = await server.as('packer');
  await packer.scan('pack', one!.tote);
  await packer.scan('pack', goods.barcode);
  const again = await packer.scan('pack', one!.tote);
  expect(again.step.show).toMatchObject({ progress: { done: 1, total: 2 } });
  expect(again.step.show).not.toHaveProperty('notice');
  const turned = await packer.scan('pack', other!.tote);
  expect(turned.step.show).toMatchObject({
    notice: `${one!.tote} stays open: scan it to go on`,
    progress: { done: 0, total: 2 },
  });
  expect((await packer.scan('pack', one!.tote)).step.show).toMatchObject({ progress: { done: 1, total: 2 } });
});

test('a cancelled order stops at the packing table and asks for a bin', async () => {
  const goods = await shelved(floor, 2);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 2 }] }]);
  const { admin } = floor;
  const packer = await server.as('packer');
  await packer.scan('pack', order!.tote);
  await packer.scan('pack', goods.barcode);
  await must(admin.post(`/v1/orders/${order!.orderId}/cancel`, {}));
  await server.settle();
  expect(await packer.scan('pack', goods.barcode)).toMatchObject({
    ok: false,
    refusal: { code: 'pack_cancelled' },
    step: { expect: 'bin' },
  });
  expect(await packer.scan('pack', floor.bins[0]!)).toMatchObject({ ok: true, step: { expect: 'tote' } });
  const { putBacks } = await must(packer.get(`/v1/put-backs?siteId=${floor.siteId}`));
  expect(putBacks).toMatchObject([{ quantity: 1 }]);
});

test('a vehicle leaves without a parcel that was cancelled after it was loaded, once the driver says why', async () => {
  const goods = await shelved(floor, 4);
  const line = [{ itemId: goods.itemId, quantity: 1 }];
  const orders = await picked(floor, [
    { lines: line, lat: 37.62, lon: 126.77 },
    { lines: line, lat: 37.64, lon: 126.77 },
  ]);
  for (const order of orders) await packed(floor, order);
  const { siteId, dispatcher, admin, driver } = floor;
  const { vehicleId } = await must(
    dispatcher.post('/v1/vehicles', {
      siteId,
      code: 'VEH-07',
      capacity: { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1440 },
    }),
  );
  const { routes } = await must(dispatcher.post('/v1/route-plans', { siteId, vehicleIds: [vehicleId], seconds: 0.2 }));
  await must(dispatcher.post(`/v1/routes/${routes[0].routeId}/publish`, { acceptViolations: true }));
  let answer = await driver.scan('load', 'VEH-07');
  while (answer.step.expect === 'parcel') answer = await driver.scan('load', answer.step.show.lines[0].value);

  await must(admin.post(`/v1/orders/${orders[0]!.orderId}/cancel`, { cause: 'changed_mind' }));
  await server.settle();
  expect(await driver.scan('load', '', { answer: { choice: 'depart' } })).toMatchObject({
    ok: false,
    refusal: { code: 'load_cancelled' },
  });
  answer = await driver.scan('load', '', { answer: { choice: 'depart', reason: 'cancelled' } });
  const without = { notice: 'VEH-07 is on its way; 1 parcel stays here' };
  expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true, step: { flow: 'deliver', show: without } });
  const packer = await server.as('packer');
  const [task] = (await must(packer.get(`/v1/open-parcel-tasks?siteId=${siteId}`))).tasks;
  expect(await packer.scan('pack', task.sscc)).toMatchObject({
    step: { expect: 'bin', show: { lines: [{ label: goods.code, value: '1' }] } },
  });
  expect(await packer.scan('pack', floor.bins[0]!)).toMatchObject({ ok: true });
  expect((await orderColumns(floor, orders[0]!.orderId)).state).toBe('cancelled');
  expect((await orderColumns(floor, orders[1]!.orderId)).state).toBe('shipped');
});
