import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src/commands/day/random.ts';
import { rangesOf, type Ahead, type Behind } from '../../../src/dispatch/eta.ts';

const start = new Date('2026-11-20T22:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const width_s = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / 1000;

describe('the range of an arrival', () => {
  const ahead = Array.from({ length: 20 }, (): Ahead => ({ drive_s: 300, service_s: 150 }));
  const none = { legs: [], doors: [] };
  const of = (times: { reckoned_s: number; took_s: number }) => Array.from({ length: 12 }, () => times);

  it('widens with the distance, and more slowly than the distance grows', () => {
    const ranges = rangesOf(none, ahead, { at: start, now: start });
    const widths = ranges.map(width_s);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths[19]! / widths[0]!).toBeGreaterThan(3);
    expect(widths[19]! / widths[0]!).toBeLessThan(20);
    for (const { from, middle, to } of ranges) {
      expect(from.getTime()).toBeLessThan(middle.getTime());
      expect(middle.getTime()).toBeLessThan(to.getTime());
    }
  });

  it('narrows with what is behind, and follows a driver who is slower than reckoned', () => {
    const steady = { legs: of({ reckoned_s: 300, took_s: 300 }), doors: of({ reckoned_s: 150, took_s: 150 }) };
    const slow = { legs: of({ reckoned_s: 300, took_s: 450 }), doors: of({ reckoned_s: 150, took_s: 150 }) };
    const last = (behind: typeof steady) => rangesOf(behind, ahead, { at: start, now: start })[19]!;
    expect(width_s(last(steady))).toBeLessThan(width_s(rangesOf(none, ahead, { at: start, now: start })[19]!) * 0.7);
    const later_s = (last(slow).middle.getTime() - last(steady).middle.getTime()) / 1000;
    // twenty legs of 300 s at half as much again, of which a quarter is still believed to be chance
    expect(later_s).toBeGreaterThan(20 * 300 * 0.5 * 0.6);
    expect(later_s).toBeLessThan(20 * 300 * 0.5);
  });

  it('never lies in the past, and moves on while nothing is heard', () => {
    const at = (waited: number) => rangesOf(none, ahead, { at: start, now: after(waited) })[0]!;
    for (const waited of [0, 200, 400, 1_200, 7_200]) {
      expect(at(waited).from.getTime()).toBeGreaterThanOrEqual(after(waited).getTime());
      expect(at(waited).to.getTime()).toBeGreaterThan(after(waited).getTime());
    }
    expect(at(1_200).middle.getTime()).toBeGreaterThan(at(0).to.getTime());
  });
});

interface Drive {
  legs: Behind[];
  doors: Behind[];
}

/** A tour of thirty doors by somebody who is faster or slower all day, with luck and bad luck on each leg and at each door. */
function drive(random: ReturnType<typeof makeRandom>): Drive {
  const bell = () => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
  const [pace, hands] = [Math.exp(0.15 * bell()), Math.exp(0.2 * bell())];
  const times = (mean: number, factor: number, spread: number): Behind[] =>
    Array.from({ length: 30 }, () => {
      const reckoned_s = mean * (0.3 + 1.4 * random.float());
      return { reckoned_s, took_s: reckoned_s * factor * Math.exp(spread * bell()) };
    });
  return { legs: times(300, pace, 0.25), doors: times(160, hands, 0.35) };
}

/** Asked on a leg, a part of which lies behind: which of the arrivals so many doors on fall into their ranges. */
function asked({ legs, doors }: Drive, done: number, part: number): { hit: boolean; width_s: number }[] {
  const rest = legs[done]!.reckoned_s * (1 - part);
  const ahead = legs.slice(done).map(({ reckoned_s }, at) => ({
    drive_s: at === 0 ? rest : reckoned_s,
    service_s: doors[done + at]!.reckoned_s,
  }));
  const behind = { legs: legs.slice(0, done), doors: doors.slice(0, done) };
  const ranges = rangesOf(behind, ahead, { at: start, now: start });
  let at_s = -legs[done]!.took_s * part;
  return ranges.map((range, at) => {
    at_s += legs[done + at]!.took_s;
    const hit = after(at_s) >= range.from && after(at_s) <= range.to;
    at_s += doors[done + at]!.took_s;
    return { hit, width_s: width_s(range) };
  });
}

describe('on a thousand simulated drives', () => {
  const random = makeRandom(11);
  const drives = Array.from({ length: 1_000 }, () => drive(random));
  const share = (list: { hit: boolean }[]) => list.filter(({ hit }) => hit).length / list.length;

  it.each([
    [0, 0],
    [0, 14],
    [6, 1],
    [6, 10],
    [18, 3],
    [18, 11],
  ])('four arrivals of five lie in their range, %i doors done and %i before', (done, before) => {
    const seen = drives.map((one) => asked(one, done, random.float())[before]!);
    expect(share(seen)).toBeGreaterThan(0.73);
    expect(share(seen)).toBeLessThan(0.9);
  });

  it('which a window of one width for all does not achieve, near or far', () => {
    const fixed_s = 1_200;
    const within = (before: number) => {
      const seen = drives.map((one) => {
        const { legs, doors } = one;
        const sum = (of: (times: Behind) => number) =>
          legs.slice(0, before + 1).reduce((total, times) => total + of(times), 0) +
          doors.slice(0, before).reduce((total, times) => total + of(times), 0);
        return { hit: Math.abs(sum(({ took_s }) => took_s) - sum(({ reckoned_s }) => reckoned_s)) <= fixed_s / 2 };
      });
      return share(seen);
    };
    expect(within(0)).toBeGreaterThan(0.97);
    expect(within(25)).toBeLessThan(0.5);
  });
});
