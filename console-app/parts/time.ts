import { signal } from '@preact/signals';
import { distanceSaid, numberSaid, volumeSaid, weightSaid } from '../../src/platform/measures.shared.ts';
import { language } from '../../scanner-app/words/language.ts';
import { timeZone } from '../frame/site.ts';
import { t } from '../words/t.ts';

/** Ticks every ten seconds: ages and time left stay true on a screen that nobody touches. */
export const now_ms = signal(Date.now());
setInterval(() => (now_ms.value = Date.now()), 10_000);

const formats = new Map<string, Intl.DateTimeFormat>();

/** All times are the site's, wherever the reader sits. */
function written(at: Date, shape: Intl.DateTimeFormatOptions): string {
  const key = `${language.value} ${timeZone.value} ${JSON.stringify(shape)}`;
  let format = formats.get(key);
  if (!format) {
    const locale = language.value === 'ko' ? 'ko-KR' : 'en-GB';
    format = new Intl.DateTimeFormat(locale, { timeZone: timeZone.value, ...shape });
    formats.set(key, format);
  }
  return format.format(at);
}

export const clock = (at: string | number): string =>
  written(new Date(at), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const weekday = (at: string | number): string => written(new Date(at), { weekday: 'short' });
export const dayAndMonth = (at: string | number): string => written(new Date(at), { day: 'numeric', month: 'short' });
export const day = (at: string | number): string =>
  written(new Date(at), { weekday: 'short', day: 'numeric', month: 'short' });

/** 2026-11-20, by the site's calendar. */
export function calendarDay(at: string | number): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: timeZone.value, dateStyle: 'short' }).format(new Date(at));
  return parts;
}

/** A calendar day of the site, as an instant that is surely within it. */
export const noonOf = (date: string): number => Date.parse(`${date}T03:00:00Z`);

export function daysAfter(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

const dayOfYear = (at: string | number): string =>
  written(new Date(at), { day: 'numeric', month: 'short', year: 'numeric' });

/** 14:05 today; else with its day; far away with its year alone. */
export function when(at: string | number): string {
  const [then, today] = [calendarDay(at), calendarDay(now_ms.value)];
  if (then === today) return clock(at);
  return then.slice(0, 4) === today.slice(0, 4) ? `${dayAndMonth(at)} ${clock(at)}` : dayOfYear(at);
}

export function span(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 60) return t('time.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('time.hours', { h: hours, m: String(minutes % 60).padStart(2, '0') });
  return t('time.days', { n: Math.round(hours / 24) });
}

/** From one time of the clock to another, by the minutes that are shown of both. */
export function spanShown(from: string, to: string): string {
  const minute = (at: string): number => Math.floor(Date.parse(at) / 60_000);
  return span((minute(to) - minute(from)) * 60_000);
}

export function ago(at: string | number): string {
  const age_ms = now_ms.value - new Date(at).getTime();
  return age_ms < 60_000 ? t('time.justNow') : t('time.ago', { span: span(age_ms) });
}

export const number = (value: number): string => numberSaid(language.value, value);
export const km = (distance_m: number): string => distanceSaid(language.value, distance_m);
export const weight = (weight_g: number): string => weightSaid(language.value, weight_g);
export const volume = (volume_cm3: number): string => volumeSaid(language.value, volume_cm3);
export const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);
