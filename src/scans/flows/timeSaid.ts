import { localClock, localDay } from '../../layout/index.ts';
import { say, type Session, type Words } from '../flow.ts';

const tomorrow: Words = { en: 'tomorrow {time}', ko: '내일 {time}' };
const DAY_MS = 86_400_000;

/** A time by the clock of a site, with its day where that is not today. */
export function timeSaid(session: Session, timeZone: string, { at, now }: { at: Date; now: Date }): string {
  const time = localClock(timeZone, at);
  const day = localDay(timeZone, at);
  if (day === localDay(timeZone, now)) return time;
  if (day === localDay(timeZone, new Date(now.getTime() + DAY_MS))) return say(session, tomorrow, { time });
  const shape = { timeZone, weekday: 'short', day: 'numeric', month: 'short' } as const;
  return `${new Intl.DateTimeFormat(session.language === 'ko' ? 'ko-KR' : 'en-GB', shape).format(at)} ${time}`;
}
