import { expect, it } from 'vitest';
import { readPasted } from '../../../console-app/screens/inbound/readPasted.ts';

it('reads thousands as a sheet writes them, between tabs or in quotes, and no other marks in a quantity', () => {
  const read = readPasted('A-1\t1,000\nB-2,"12,500",L7\nC-3,40\nD-4\t1,00\nE-5\t1.5');
  expect(read.map(({ code, quantity, lot, problem }) => [code, quantity, lot, problem])).toEqual([
    ['A-1', 1000, '', null],
    ['B-2', 12500, 'L7', null],
    ['C-3', 40, '', null],
    ['D-4', 0, '', 'quantity'],
    ['E-5', 0, '', 'quantity'],
  ]);
});
