import { dayAfter, localDay } from '../layout/index.ts';
import { words, type Language } from './words.ts';

export interface Reader {
  language: Language;
  timeZone: string;
  now: Date;
}

export const clock = (at: Date, { language, timeZone }: Reader) =>
  at.toLocaleTimeString(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const dated = (at: Date, { language, timeZone }: Reader, month: 'long' | 'short') =>
  at.toLocaleDateString(language === 'en' ? 'en-GB' : 'ko-KR', { timeZone, month, day: 'numeric' });

/** Today and tomorrow by their names, else the date; by the calendar, as a day that the clock is changed on has no 24 hours. */
export function day(at: Date, reader: Reader): string {
  const say = words[reader.language];
  const [of, today] = [localDay(reader.timeZone, at), localDay(reader.timeZone, reader.now)];
  if (of === today) return say.today;
  return of === dayAfter(today, 1) ? say.tomorrow : dated(at, reader, 'long');
}

export const timed = (at: Date, reader: Reader) =>
  `<time datetime="${at.toISOString()}">${dated(at, reader, 'short')} ${clock(at, reader)}</time>`;

export const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** When it comes, as a line of news. */
export function windowSaid(eta: { from: Date; to: Date }, reader: Reader): string {
  const say = words[reader.language];
  const window = say.expected(day(eta.from, reader), clock(eta.from, reader), clock(eta.to, reader));
  return `<b class="eta">${window}</b><small>${say.mayChange}</small>`;
}

export function stepLine(
  looks: 'done' | 'missed' | 'missed now' | 'now' | 'ahead',
  title: string,
  at: Date | undefined,
  reader: Reader,
): string {
  const current = looks.endsWith('now') ? ' aria-current="step"' : '';
  return `<li class="${looks}"${current}><i></i><b>${title}</b>${at ? timed(at, reader) : ''}</li>`;
}
