import { dayAfter, localClock, localDay } from '../../layout/index.ts';
import { say, type Session, type Words } from '../flow.ts';

const tomorrow: Words = { en: 'tomorrow {time}', ko: '내일 {time}' };

/** A time by the clock of a site, with its day where that is not today. */
export function timeSaid(session: Session, timeZone: string, { at, now }: { at: Date; now: Date }): string {
  const time = localClock(timeZone, at);
  const [day, today] = [localDay(timeZone, at), localDay(timeZone, now)];
  if (day === today) return time;
  // by the calendar: a day that the clock is changed on has no 24 hours
  if (day === dayAfter(today, 1)) return say(session, tomorrow, { time });
  const shape = { timeZone, weekday: 'short', day: 'numeric', month: 'short' } as const;
  return `${new Intl.DateTimeFormat(session.language === 'ko' ? 'ko-KR' : 'en-GB', shape).format(at)} ${time}`;
}
