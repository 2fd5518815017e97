import { describe, expect, test } from 'vitest';

import { maskAddress, maskName, maskPhone } from '../../src/platform/mask.ts';

describe('personal data on labels', () => {
  test('hides the middle of a name and keeps its ends', () => {
    const cases = {
      홍길동: '홍*동',
      김철: '김*',
      남궁민수: '남**수',
      '  홍길동 ': '홍*동',
      이: '*',
      '': '',
      'Ann Lee': 'A*****e',
    };
    for (const [name, masked] of Object.entries(cases)) expect(maskName(name)).toBe(masked);
  });

  test('masks letters, not code units, of names in decomposed Hangul and beyond the basic plane', () => {
    expect(maskName('홍길동'.normalize('NFD'))).toBe('홍*동');
    expect(maskName('𠮷田花')).toBe('𠮷*花');
  });

  test('shows the city and the district of an address, and the street of none', () => {
    expect(maskAddress(' 서울특별시 강남구 테헤란로 152 ')).toBe('서울특별시 강남구');
    expect(maskAddress('구로구 디지털로 300')).toBe('구로구');
    expect(maskAddress('테헤란로 152')).toBe('*');
    expect(maskAddress('Main-Street 5')).toBe('Main-Street');
    expect(maskAddress('테헤란로152')).toBe('*');
  });

  test('hides the last four digits of a phone number in whatever form it comes', () => {
    const cases = {
      '010-1234-5678': '010-1234-****',
      '01012345678': '0101234****',
      '+82 10 1234 5678': '+82 10 1234 ****',
      '02-123-4567': '02-123-****',
      '0504-1234-5678': '0504-1234-****',
      '010-1234-5678 (엄마)': '010-1234-**** (**)',
      '０１０-１２３４-５６７８': '０１０-１２３４-****',
    };
    for (const [phone, masked] of Object.entries(cases)) expect(maskPhone(phone)).toBe(masked);
  });

  test('hides all of what is too short to be a number', () => {
    expect(maskPhone('5678')).toBe('****');
    expect(maskPhone('문앞 101호')).toBe('** ****');
    expect(maskPhone('')).toBe('');
  });
});
