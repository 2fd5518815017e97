import { expect, it } from 'vitest';
import type { BurnDown } from '../../../console-app/link/wire.ts';
import { paceOf } from '../../../console-app/screens/floor/pace.ts';

const dueOf = (states: [string, number][]) =>
  ({
    promiseBy: '2026-11-20T22:00:00.000Z',
    cutOffId: null,
    states: states.map(([state, orders]) => ({ state, orders, units: orders })),
    left: [],
    packedLately: 0,
  }) as unknown as BurnDown;

it('counts an order that came back as packed: one of the picked is left to pack', () => {
  const due = dueOf([
    ['picked', 1],
    ['packed', 4],
    ['delivered', 18],
    ['closed', 1],
  ]);
  expect(paceOf(due, Date.parse('2026-11-20T12:00:00Z'))).toMatchObject({ total: 24, packed: 23, left: 1 });
});
