import { zoneOf } from '../link/offers.ts';
import { language } from '../words/language.ts';

const written = (siteId: string, at: string, shape: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language.value === 'ko' ? 'ko-KR' : 'en-GB', { timeZone: zoneOf(siteId), ...shape }).format(
    new Date(at),
  );

/** By the clock of the site, whatever the device takes for its zone. */
export const clockOf = (siteId: string, at: string): string =>
  written(siteId, at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const dayOf = (siteId: string, at: string): string =>
  written(siteId, at, { weekday: 'short', day: 'numeric', month: 'short' });
