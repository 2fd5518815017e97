import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';

const second_ms = signal(Date.now());
/** How far the server's clock, which a sale goes by, is ahead of this machine's. */
let ahead_ms = 0;
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's time as of `answered`, going on by seconds while somebody looks. */
export function useSeconds(answered: string | undefined): number {
  useEffect(() => {
    if (answered === undefined) return;
    ahead_ms = Date.parse(answered) - Date.now();
    second_ms.value = Date.now();
  }, [answered]);
  useEffect(() => {
    watchers += 1;
    timer ??= setInterval(() => (second_ms.value = Date.now()), 1_000);
    return () => {
      watchers -= 1;
      if (watchers > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return second_ms.value + ahead_ms;
}

/** 2 days 03:04:05, 03:04:05 or 04:05. */
export function countdown(milliseconds: number): string {
  const all = Math.max(0, Math.ceil(milliseconds / 1_000));
  const [days, hours, minutes] = [Math.floor(all / 86_400), Math.floor(all / 3_600) % 24, Math.floor(all / 60) % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  const clock = `${days > 0 || hours > 0 ? `${two(hours)}:` : ''}${two(minutes)}:${two(all % 60)}`;
  return days > 0 ? `${t('flash.days', { n: number(days) })} ${clock}` : clock;
}
