import { expect, it } from 'vitest';
import { useFloor, picked, shelved, type Floor } from './floor.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

it('lets a packer stand by a weight that the books did not expect, with a key and a reason', async () => {
  const goods = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { packer } = floor;
  await packer.scan('pack', order!.tote);
  await packer.scan('pack', goods.barcode);
  const scale = await packer.scan('pack', 'BOX-S');
  expect(scale.step).toMatchObject({ expect: 'weight', choices: expect.any(Array) });
  expect(scale.step.choices[0]).toMatchObject({ choice: 'standBy', needs: 'quantityAndReason' });
  const off = await packer.scan('pack', '5000', { source: 'typed' });
  expect(off).toMatchObject({ ok: false, refusal: { code: 'pack_weight_off' }, step: { expect: 'weight' } });
  for (const weight of [off.refusal.scanned, off.refusal.expected]) expect(weight).toMatch(/^[\d.]+ k?g$/);
  expect(off.refusal.message).toMatch(/^Weighs 5 kg instead of \d+ g: check the contents$/);
  const pressed = { quantity: 5_000, answer: { choice: 'standBy', reason: 'ice' } };
  expect(await packer.scan('pack', '', pressed)).toMatchObject({ ok: true, step: { expect: 'label' } });
});
