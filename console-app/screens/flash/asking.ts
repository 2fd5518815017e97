import { calendarDay, number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { instantOf } from '../../parts/siteTime.ts';

/** What the form holds, as it is typed. */
export interface Asking {
  itemId: string;
  start: 'now' | 'later';
  startDay: string;
  startTime: string;
  end: 'closed' | 'at';
  endDay: string;
  endTime: string;
  cap: string;
  setAside: string;
}

export const mostUnits = 1_000_000;
const hour_ms = 3_600_000;

export function newAsking(now: number): Asking {
  const day = calendarDay(now + 24 * hour_ms);
  return {
    itemId: '',
    start: 'later',
    startDay: day,
    startTime: '10:00',
    end: 'closed',
    endDay: day,
    endTime: '12:00',
    cap: '1',
    setAside: '',
  };
}

export type Problems = Partial<Record<'item' | 'start' | 'end' | 'cap' | 'setAside', string>>;

const wholeNumber = (text: string): number | undefined => {
  const units = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return units >= 1 && units <= mostUnits ? units : undefined;
};

/** All that is wrong with it, by field, before it is sent; `available` is what the site has of the item, where known. */
export function problemsOf(asking: Asking, now: number, available: number | undefined): Problems {
  const problems: Problems = {};
  if (!asking.itemId) problems.item = t('flash.needItem');
  const startsAt = asking.start === 'now' ? new Date(now) : instantOf(asking.startDay, asking.startTime);
  if (startsAt === undefined) problems.start = t('flash.needTime');
  else if (asking.start === 'later' && startsAt.getTime() <= now) problems.start = t('flash.needFuture');
  const endsAt = asking.end === 'closed' ? null : instantOf(asking.endDay, asking.endTime);
  if (endsAt === undefined) problems.end = t('flash.needTime');
  else if (endsAt !== null && startsAt !== undefined && endsAt <= startsAt) problems.end = t('flash.needLater');
  const [cap, aside] = [wholeNumber(asking.cap), wholeNumber(asking.setAside)];
  if (cap === undefined) problems.cap = t('flash.needWhole', { n: number(mostUnits) });
  if (asking.setAside.trim() === '') return problems;
  if (aside === undefined) problems.setAside = t('flash.needWhole', { n: number(mostUnits) });
  else if (available !== undefined && aside > available)
    problems.setAside = t('flash.needStock', { n: number(available) });
  else if (cap !== undefined && cap > aside) problems.cap = t('flash.needFits', { n: number(aside) });
  return problems;
}

/** The body of `POST /v1/flash-sales`, of what has no problems. */
export function bodyOf(asking: Asking, siteId: string) {
  return {
    siteId,
    itemId: asking.itemId,
    unitsPerCustomer: Number(asking.cap),
    ...(asking.start === 'later' && { startsAt: instantOf(asking.startDay, asking.startTime)!.toISOString() }),
    ...(asking.end === 'at' && { endsAt: instantOf(asking.endDay, asking.endTime)!.toISOString() }),
    ...(asking.setAside.trim() !== '' && { setAside: Number(asking.setAside) }),
  };
}
