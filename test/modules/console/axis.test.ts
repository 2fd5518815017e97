import { expect, it } from 'vitest';
import { axisOf } from '../../../console-app/screens/routes/axis.ts';

const at = (hours: number): number => Date.parse('2026-11-20T09:00:00Z') + hours * 3_600_000;

it('writes few enough times to be read, and none where the axis ends', () => {
  for (const hours of [0.1, 1, 2, 2.4, 2.6, 4, 9, 14, 30, 70, 500]) {
    const [first, last] = [at(0.4), at(0.4 + hours)];
    const { from, to, ticks } = axisOf(first, last);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(from).toBeLessThanOrEqual(first);
    expect(to).toBeGreaterThan(last);
    expect(ticks[0]).toBe(from);
    // an equal step to the end as between them: nothing is cut there
    const step = (to - from) / ticks.length;
    expect(ticks).toEqual(ticks.map((_, place) => from + place * step));
  }
});

it('steps by quarters of an hour for a short evening, and by hours for a day', () => {
  const stepOf = (hours: number): number => {
    const { ticks } = axisOf(at(0), at(hours));
    return (ticks[1]! - ticks[0]!) / 60_000;
  };
  expect([1.5, 2.4, 7, 14].map(stepOf)).toEqual([15, 30, 60, 120]);
});
