import type { Vehicle } from '../../../link/wire.ts';

/** Minutes of the site's day; those above 1440 are of the next. */
export const clockOf = (minute: number): string => {
  const [hours, minutes] = [Math.floor((minute % 1_440) / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
};

const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

const isTime = (time: string): boolean => /^\d\d:\d\d$/.test(time);

/** A shift as it is typed; an end before the beginning is on the next day. Undefined where a time is missing. */
export function minutesOf({ from, to }: { from: string; to: string }): Vehicle['shift'] | undefined {
  if (!isTime(from) || !isTime(to)) return undefined;
  const [fromMinute, toMinute] = [minuteOf(from), minuteOf(to)];
  return { fromMinute, toMinute: toMinute > fromMinute ? toMinute : toMinute + 1_440 };
}
