import { expect, it } from 'vitest';
import { useFloor, picked, shelved, type Floor } from './floor.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

interface Line {
  label: string;
  value: string;
}

interface Asked {
  expect: string;
  show: { big?: string; lines: Line[] };
  choices: { choice: string }[];
}

const named = ({ show }: { show: { lines: Line[] } }) => show.lines.find(({ label }) => label === 'From tote')?.value;

it('names its tote at every step, and lets no other tote come between the goods and their label', async () => {
  const goods = await shelved(floor, 2);
  const wish = { lines: [{ itemId: goods.itemId, quantity: 1 }] };
  const [first, other] = (await picked(floor, [wish, wish])).map(({ tote }) => tote);
  const scan = (code: string, more = {}) => floor.packer.scan('pack', code, more);
  const asks = async (expects: string, answer: Promise<{ step: Asked }>) => {
    const { step } = await answer;
    expect([step.expect, named(step)]).toEqual([expects, first]);
    return step;
  };

  await asks('item', scan(first!));
  const turned = await scan(other!);
  expect(turned.step.show.notice).toContain(`${first} stays open`);
  expect(named(turned.step)).toBe(other);
  await asks('item', scan(first!));
  const carton = await asks('carton', scan(goods.barcode));
  expect(carton.show.big).toBe('BOX-S');
  expect(carton.choices.map(({ choice }) => choice)).not.toContain('carton:BOX-S');
  expect(carton.choices.at(-1)).toMatchObject({ choice: 'ownPackaging' });
  const scale = await asks('weight', scan('BOX-S'));
  for (const tote of [other!, first!]) {
    const early = await scan(tote);
    expect(early).toMatchObject({ ok: false, refusal: { code: 'pack_weigh_first', scanned: tote } });
    expect(early.refusal.message).toBe(`First weigh the parcel of ${first}`);
  }
  const label = await asks('label', scan(/^\d+/.exec(scale.show.lines.at(-1)!.value)![0], { source: 'typed' }));
  const between = await scan(other!);
  expect(between).toMatchObject({ ok: false, refusal: { code: 'pack_stick_first' }, step: { expect: 'label' } });
  expect(between.refusal.message).toBe(`First stick and scan the label of ${first}`);

  const left = await scan('', { answer: { choice: 'anotherTote' } });
  expect(left.step).toMatchObject({ expect: 'tote', show: { notice: expect.stringContaining(first!) } });
  await scan(other!);
  await asks('label', scan(first!));
  const closed = await scan(label.show.lines.find(({ value }) => /^\d{18}$/.test(value))!.value);
  expect(closed).toMatchObject({ ok: true, step: { expect: 'tote' } });
});

it('tells who scans the carton too early to scan the items first, in both languages (pack_items_first)', async () => {
  const goods = await shelved(floor, 1);
  const [one] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const scan = (code: string) => floor.packer.scan('pack', code);
  await scan(one!.tote);
  const early = await scan('box-s');
  expect(early).toMatchObject({ ok: false, refusal: { code: 'pack_items_first' }, step: { expect: 'item' } });
  expect(early.refusal.message).toBe('Scan the items first, then the carton');
  await floor.packer.post('/v1/language', { language: 'ko' });
  expect((await scan('BOX-S')).refusal.message).toBe('상품을 먼저 스캔한 뒤 상자를 스캔하세요');
  await floor.packer.post('/v1/language', { language: 'en' });
  expect((await scan('NO-CARTON')).refusal.code).toBe('item_unknown');
  expect((await scan(goods.barcode)).step.expect).toBe('carton');
  expect((await scan('BOX-S')).step.expect).toBe('weight');
});
