import { timeZone } from '../frame/site.ts';

/** A day and a time on the site's wall as an instant; undefined where either is missing or is none. */
export function instantOf(date: string, time: string): Date | undefined {
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(wall)) return undefined;
  // twice: the first guess may lie on the other side of a change of the clocks
  const guess = wall - offset_ms(wall);
  return new Date(wall - offset_ms(guess));
}

/** How far the site's wall is ahead of UTC at an instant. */
function offset_ms(at: number): number {
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: timeZone.value,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
