import { useSignal } from '@preact/signals';
import type { Pool } from '../../link/wire.ts';
import { Chip } from '../../parts/Page.tsx';
import { when } from '../../parts/time.ts';
import { Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';

/** What no route takes, and the one thing that, changed, would let it go. */
export function PoolPanel({ pool }: { pool: Pool }) {
  const only = useSignal<string | null>(null);
  const rows = [
    ...pool.doors.map(({ parcelIds, reason, dueAt }) => ({
      key: parcelIds[0]!,
      parcels: parcelIds.length,
      reason,
      dueAt,
    })),
    ...pool.kept.map(({ parcelId, reason }) => ({ key: parcelId, parcels: 1, reason, dueAt: null })),
  ];
  if (rows.length === 0) return <Empty icon="check" title={t('routes.poolEmpty')} hint={t('routes.poolEmptyHint')} />;
  const byCode = new Map<string, number>();
  for (const { reason } of rows) byCode.set(reason?.code ?? 'new', (byCode.get(reason?.code ?? 'new') ?? 0) + 1);
  return (
    <>
      <div class="pills">
        {[...byCode].map(([code, count]) => (
          <button
            key={code}
            class="pill"
            type="button"
            aria-pressed={only.value === code}
            onClick={() => (only.value = only.value === code ? null : code)}
          >
            {said('unassigned', code)} <b>{count}</b>
          </button>
        ))}
      </div>
      <ul class="pool">
        {rows
          .filter(({ reason }) => only.value === null || (reason?.code ?? 'new') === only.value)
          .slice(0, 200)
          .map(({ key, parcels, reason, dueAt }) => (
            <li key={key}>
              <span class="grow">
                <Chip tone={reason ? 'stop' : 'plain'}>{said('unassigned', reason?.code ?? 'new')}</Chip>
                <small class="soft">{reason?.text ?? t('routes.waiting')}</small>
              </span>
              <span class="end">
                {t('unit.parcels', { n: parcels })}
                {dueAt && <small class="soft">{t('routes.dueBy', { at: when(dueAt) })}</small>}
              </span>
            </li>
          ))}
      </ul>
    </>
  );
}
