import type { CutOff } from './schema.ts';

const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The clock on the wall, read as if it were UTC. */
function wall_ms(timeZone: string, at: Date): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const shown = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
  const read = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? '00';
  return Date.parse(
    `${read('year')}-${read('month')}-${read('day')}T${read('hour')}:${read('minute')}:${read('second')}Z`,
  );
}

/** The calendar day at a site, YYYY-MM-DD. */
export function localDay(timeZone: string, at: Date): string {
  return new Date(wall_ms(timeZone, at)).toISOString().slice(0, 10);
}

/** The time of day at a site, 14:05. */
export function localClock(timeZone: string, at: Date): string {
  return new Date(wall_ms(timeZone, at)).toISOString().slice(11, 16);
}

function offset_ms(timeZone: string, at: Date): number {
  return wall_ms(timeZone, at) - Math.floor(at.getTime() / 1000) * 1000;
}

/**
 * The instant of a minute of a site's day; 1440 is its end, more reaches into the days after. The clock on the wall
 * decides: a minute that the clock skips is taken an hour later, one that it shows twice the first time.
 */
export function atMinute(timeZone: string, day: string, minute: number): Date {
  const wall = new Date(`${day}T00:00:00Z`).getTime() + minute * MINUTE_MS;
  const before = wall - offset_ms(timeZone, new Date(wall - 86_400_000));
  const after = wall - offset_ms(timeZone, new Date(wall + 86_400_000));
  const shows = (at: number) => at + offset_ms(timeZone, new Date(at)) === wall;
  return new Date(shows(before) || !shows(after) ? before : after);
}

export interface Promised {
  cutOffId: string;
  name: string;
  orderBy: Date;
  deliverBy: Date;
}

/** The cut-offs that an order of this instant still makes, of today and the days after: the earliest delivery first. */
export function openCutOffs(cutOffs: CutOff[], timeZone: string, at: Date): Promised[] {
  const today = localDay(timeZone, at);
  const days = [-1, 0, 1, 2].map((add) => dayAfter(today, add));
  const open = days.flatMap((day) =>
    cutOffs.map((cutOff) => ({
      cutOffId: cutOff.cutOffId,
      name: cutOff.name,
      orderBy: atMinute(timeZone, day, cutOff.orderByMinute),
      deliverBy: atMinute(timeZone, day, cutOff.deliverByMinute),
    })),
  );
  return open
    .filter((one) => one.orderBy.getTime() >= at.getTime())
    .sort((a, b) => a.deliverBy.getTime() - b.deliverBy.getTime() || a.orderBy.getTime() - b.orderBy.getTime());
}

export function dayAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
