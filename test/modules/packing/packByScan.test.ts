import { expect, it } from 'vitest';
import { must, orderColumns, picked, shelved, useFloor, type Floor } from './floor.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

const report = (reason: string, quantity: number) =>
  floor.packer.scan('pack', '', { quantity, answer: { choice: 'missing', reason } });

it('asks a packer how many are missing, takes no "none" for it, and leaves a line in the order’s history', async () => {
  const goods = await shelved(floor, 4);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 4 }] }]);
  const { orderId, tote } = order!;
  const opened = await floor.packer.scan('pack', tote);
  expect(opened.step.choices[0]).toMatchObject({ choice: 'missing', asks: 'How many are missing or broken?' });
  for (const reason of ['missing_wait', 'damaged_ship']) {
    expect(await report(reason, 0)).toMatchObject({
      ok: false,
      refusal: { code: 'qty_invalid', message: 'Enter a whole number, 1-4' },
      step: { expect: 'item' },
    });
  }
  expect(await report('missing_wait', 5)).toMatchObject({ ok: false, refusal: { code: 'pack_too_many' } });
  expect(await report('missing_wait', 2)).toMatchObject({ ok: true, step: { show: { quantity: { asked: 2 } } } });
  expect(await report('damaged_ship', 1)).toMatchObject({ ok: true, step: { show: { quantity: { asked: 1 } } } });
  const { lines } = await orderColumns(floor, orderId);
  expect(lines[0]).toMatchObject({ back_ordered: 2, cancelled: 1, picked: 1 });
  const { itemId } = goods;
  const of = (units: object) => expect.objectContaining({ itemId, ...units });
  const { events } = await must(floor.admin.get(`/v1/orders/${orderId}`));
  // how many of what; a state that follows says no number of its own
  const told = events.filter((event: { quantity: number | null }) => event.quantity !== null);
  expect(told).toEqual([
    of({ kind: 'packed_short_waits', cause: 'pack_missing', quantity: 2 }),
    of({ kind: 'packed_short_ships', cause: 'pack_damaged', quantity: 1 }),
  ]);
});

it('asks for all units of an item once the first is packed, and takes the typed number as that', async () => {
  const [goods, other] = [await shelved(floor, 3), await shelved(floor, 1)];
  const wish = [goods, other].map(({ itemId }, at) => ({ itemId, quantity: at === 0 ? 3 : 1 }));
  const [order] = await picked(floor, [{ lines: wish }]);
  const { packer } = floor;
  await packer.scan('pack', order!.tote);
  await packer.scan('pack', other.barcode);
  const first = await packer.scan('pack', goods.barcode);
  expect(first.step).toMatchObject({ title: 'How many in all? (3)', show: { quantity: { asked: 3, done: 1 } } });
  expect(await packer.scan('pack', '1', { source: 'typed' })).toMatchObject({
    ok: false,
    refusal: { code: 'qty_invalid', message: 'Enter a whole number, 2' },
  });
  expect((await packer.scan('pack', '3', { source: 'typed' })).step.expect).toBe('carton');
});

it('counts what was packed of an item before another one came between', async () => {
  const [goods, other] = [await shelved(floor, 4), await shelved(floor, 1)];
  const [order] = await picked(floor, [
    {
      lines: [
        { itemId: goods.itemId, quantity: 4 },
        { itemId: other.itemId, quantity: 1 },
      ],
    },
  ]);
  const { packer } = floor;
  await packer.scan('pack', order!.tote);
  for (const { barcode } of [goods, other, goods]) await packer.scan('pack', barcode);
  expect((await packer.scan('pack', '4', { source: 'typed' })).step.expect).toBe('carton');
});
