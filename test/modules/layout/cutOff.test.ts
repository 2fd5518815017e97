import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atMinute, dayAfter, localDay, openCutOffs } from '../../../src/layout/index.ts';
import { isInside } from '../../../src/platform/geometry.ts';

const cutOff = (name: string, orderByMinute: number, deliverByMinute: number) => ({
  cutOffId: `00000000-0000-7000-8000-00000000000${name.length}`,
  name,
  orderByMinute,
  deliverByMinute,
});

describe('a minute of a site’s day', () => {
  it('is the instant at which its clock shows it', () => {
    expect(atMinute('Asia/Seoul', '2026-11-20', 9 * 60).toISOString()).toBe('2026-11-20T00:00:00.000Z');
    expect(atMinute('America/New_York', '2026-07-01', 0).toISOString()).toBe('2026-07-01T04:00:00.000Z');
  });

  it('24:00 is 00:00 of the next day, in a leap year too', () => {
    expect(atMinute('Asia/Seoul', '2028-02-28', 1_440)).toEqual(atMinute('Asia/Seoul', '2028-02-29', 0));
  });

  it('that the clock skips comes an hour later, and one that it shows twice comes the first time', () => {
    expect(atMinute('Europe/Berlin', '2026-03-29', 150).toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(atMinute('Europe/Berlin', '2026-10-25', 150).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('never goes back while the minutes go on', () => {
    const zones = fc.constantFrom('Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
    const days = fc.integer({ min: 0, max: 1_000 }).map((days) => dayAfter('2026-01-01', days));
    fc.assert(
      fc.property(zones, days, fc.integer({ min: 0, max: 1_430 }), (zone, day, minute) => {
        const at = atMinute(zone, day, minute);
        expect(localDay(zone, at)).toBe(day);
        expect(atMinute(zone, day, minute + 61).getTime()).toBeGreaterThan(at.getTime());
      }),
      { numRuns: 300 },
    );
  });
});

describe('the next cut-off', () => {
  const dawn = cutOff('dawn', 1_380, 1_860);
  const evening = cutOff('evening', 600, 1_200);
  const next = (at: string) => openCutOffs([dawn, evening], 'Asia/Seoul', new Date(at))[0];

  it('is the one with the earliest delivery that an order still makes, its last second included', () => {
    expect(next('2026-11-20T00:59:00Z')?.name).toBe('evening');
    expect(next('2026-11-20T01:00:00Z')?.name).toBe('evening');
    expect(next('2026-11-20T01:00:01Z')?.name).toBe('dawn');
  });

  it('is tomorrow’s after the last one of today', () => {
    const late = next('2026-11-20T14:30:00Z');
    expect(late).toMatchObject({ name: 'evening', deliverBy: new Date('2026-11-21T11:00:00Z') });
  });

  it('always closes at or after the order, and delivers after it closes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }), (at) => {
        const found = openCutOffs([dawn, evening], 'America/New_York', at)[0]!;
        expect(found.orderBy.getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(found.deliverBy.getTime()).toBeGreaterThan(found.orderBy.getTime());
        expect(found.orderBy.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a zone', () => {
  it('holds what lies within its outline, bays of it left out', () => {
    const at = (lat: number, lon: number) => ({ lat, lon });
    const horseshoe = [at(0, 0), at(0, 3), at(3, 3), at(3, 2), at(1, 2), at(1, 1), at(3, 1), at(3, 0)];
    expect([at(2, 0.5), at(2, 2.5), at(0.5, 1.5)].every((point) => isInside(horseshoe, point))).toBe(true);
    expect([at(2, 1.5), at(4, 1), at(-1, 1)].some((point) => isInside(horseshoe, point))).toBe(false);
  });
});
