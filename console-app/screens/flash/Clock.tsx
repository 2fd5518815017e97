import type { FlashSale } from '../../link/wire.ts';
import { t } from '../../words/t.ts';
import { countdown } from './useSeconds.ts';

/** The time that matters now: until it starts, until it ends, how long it has been selling, or how long it lasted. */
export function Clock({ sale, now }: { sale: FlashSale; now: number }) {
  const [label, span_ms] = timeOf(sale, now);
  return (
    <div class={`sale-clock ${sale.phase}`} role="timer" aria-label={label}>
      <span class="label">{label}</span>
      <strong>{countdown(span_ms)}</strong>
    </div>
  );
}

function timeOf({ phase, startsAt, endsAt, closedAt }: FlashSale, now: number): [string, number] {
  const from = Date.parse(startsAt);
  if (phase === 'ended') {
    const until = Date.parse(closedAt ?? endsAt ?? startsAt);
    return [t('flash.lasted'), until - from];
  }
  if (now < from) return [t('flash.startsIn'), from - now];
  return endsAt === null ? [t('flash.runsFor'), now - from] : [t('flash.endsIn'), Date.parse(endsAt) - now];
}
