import { expect, test } from 'vitest';
import { timeSaid } from '../../../src/scans/flows/timeSaid.ts';
import { day } from '../../../src/shipping/trackTimes.ts';

const timeZone = 'Europe/Berlin';
const at = (text: string) => new Date(text);
const session = (language: 'en' | 'ko') => ({ deviceId: 'one', siteId: 'one', userId: 'one', language, state: {} });

/**
 * Now, then, and how the customer and the driver are told of it. Clocks are put forward in the night to 29 March 2026, and back
 * in the night to 25 October.
 */
test.each([
  ['2026-03-28T22:30Z', '2026-03-29T10:00Z', { en: ['tomorrow', /^tomorrow 12:00/], ko: ['내일', /^내일 12:00/] }],
  ['2026-03-28T22:30Z', '2026-03-30T10:00Z', { en: ['30 March', /30 Mar 12:00/], ko: ['3월 30일', /30일.*12:00/] }],
  ['2026-10-24T22:30Z', '2026-10-26T11:00Z', { en: ['tomorrow', /^tomorrow 12:00/], ko: ['내일', /^내일 12:00/] }],
  ['2026-03-28T22:30Z', '2027-03-28T10:00Z', { en: ['28 March', /28 Mar 12:00/], ko: ['3월 28일', /28일.*12:00/] }],
] as const)('calls the next day of the calendar tomorrow, seen from %s, and %s by its name', (now, then, told) => {
  for (const language of ['en', 'ko'] as const) {
    const [shown, said] = told[language];
    expect(day(at(then), { timeZone, now: at(now), language })).toBe(shown);
    expect(timeSaid(session(language), timeZone, { at: at(then), now: at(now) })).toMatch(said);
  }
});
