import { describe, expect, it } from 'vitest';
import { fillIn, filledPattern } from '../../src/platform/fillIn.shared.ts';
import { distanceSaid, weightSaid } from '../../src/platform/measures.shared.ts';

const object = (item: string) => fillIn('ko', '{item}을(를) 스캔하세요', { item });
const toPlace = (bin: string) => fillIn('ko', '{bin}(으)로 가세요', { bin });

describe('a Korean particle', () => {
  it.each([
    ['생수', '생수를'],
    ['라면', '라면을'],
    ['A-07-3', 'A-07-3을'],
    ['A-07-4', 'A-07-4를'],
    ['TOTE-0010', 'TOTE-0010을'],
    ['BOX-S', 'BOX-S를'],
    ['BOX-L', 'BOX-L을'],
    ['BOX-M', 'BOX-M을'],
    ['Sparkling water', 'Sparkling water를'],
    ['Green tea melon', 'Green tea melon을'],
    ['우유 (1L)', '우유 (1L)를'],
    ['620g', '620g을'],
    ['“라면”', '“라면”을'],
  ])('follows the last sound of %s', (item, said) => {
    expect(object(item)).toBe(`${said} 스캔하세요`);
  });

  it.each([
    ['A-07-1', 'A-07-1로'],
    ['A-07-3', 'A-07-3으로'],
    ['A-07-5', 'A-07-5로'],
    ['A-07-0', 'A-07-0으로'],
    ['교실', '교실로'],
    ['선반', '선반으로'],
  ])('of a way is 로 after a vowel or ㄹ: %s', (bin, said) => {
    expect(toPlace(bin)).toBe(`${said} 가세요`);
  });

  it('stands in both forms where nobody can tell how a word is read, and stands behind quotes', () => {
    expect(object('…')).toBe('…을(를) 스캔하세요');
    expect(fillIn('ko', '“{code}”은(는) 무엇인가요?', { code: 'SKU-2' })).toBe('“SKU-2”는 무엇인가요?');
    expect(fillIn('ko', '{a}과(와) {b}이(가) 다릅니다', { a: '3', b: '4' })).toBe('3과 4가 다릅니다');
  });
});

it('numbers stand in a text as its language writes them, and one of them has its own word', () => {
  expect(fillIn('en', '{n} {n|unit|units}', { n: 12_345 })).toBe('12,345 units');
  expect(fillIn('en', '{n} {n|unit|units}', { n: 1 })).toBe('1 unit');
});

it('what was told in one language is read again, with the particle that it got', () => {
  const told = fillIn('ko', '여기는 {got}입니다. {expected}(으)로 가세요', { got: 'A-01-1', expected: 'A-01-3' });
  const found = filledPattern('여기는 {got}입니다. {expected}(으)로 가세요').exec(told);
  expect({ ...found?.groups }).toEqual({ got: 'A-01-1', expected: 'A-01-3' });
});

it('weights and ways have the unit of their size', () => {
  expect([620, 999, 1_000, 1_483, 12_345_600].map((weight_g) => weightSaid('en', weight_g))).toEqual([
    '620 g',
    '999 g',
    '1 kg',
    '1.483 kg',
    '12,345.6 kg',
  ]);
  expect(weightSaid('ko', 1_480)).toBe('1.48kg');
  expect([420, 1_500, 12_700].map((distance_m) => distanceSaid('en', distance_m))).toEqual([
    '420 m',
    '1.5 km',
    '13 km',
  ]);
});
