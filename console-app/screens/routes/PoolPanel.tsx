import { useSignal } from '@preact/signals';
import type { Pool } from '../../link/wire.ts';
import { Chip } from '../../parts/Page.tsx';
import { number, span, when } from '../../parts/time.ts';
import { Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';

type Relaxation = NonNullable<Pool['doors'][number]['relaxation']>;
type Given = Pick<Relaxation, 'rule' | 'by' | 'room'>;

/** The cheapest change that is known to be enough, in words. */
function wouldGo({ vehicle, also, ...given }: Relaxation): string {
  if (given.rule !== 'vehicle') return t('relax.would', { what: givenSaid(given), vehicle });
  return also ? t('relax.vehicleAlso', { what: givenSaid(also), vehicle }) : t('relax.vehicle', { vehicle });
}

function givenSaid({ rule, by, room }: Given): string {
  if (rule === 'window' || rule === 'shift') return t(`relax.${rule}`, { n: span(Math.ceil(by / 60) * 60_000) });
  if (rule !== 'capacity') return said('relax', rule);
  if (room === null) return t('relax.room');
  return t(`relax.${room}`, { n: number(room === 'parcels' ? by : Math.ceil(by / 100) / 10) });
}

/** What no route takes, and the one thing that, changed, would let it go. */
export function PoolPanel({ pool }: { pool: Pool }) {
  const only = useSignal<string | null>(null);
  const rows = [
    ...pool.doors.map(({ parcelIds, reason, relaxation, dueAt }) => ({
      key: parcelIds[0]!,
      parcels: parcelIds.length,
      reason,
      relaxation,
      dueAt,
    })),
    ...pool.kept.map(({ parcelId, reason, relaxation }) => ({
      key: parcelId,
      parcels: 1,
      reason,
      relaxation,
      dueAt: null,
    })),
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
          .map(({ key, parcels, reason, relaxation, dueAt }) => (
            <li key={key}>
              <span class="grow">
                <Chip tone={reason ? 'stop' : 'plain'}>{said('unassigned', reason?.code ?? 'new')}</Chip>
                {relaxation && <small class="would">{wouldGo(relaxation)}</small>}
                {!relaxation && <small class="soft">{reason?.text ?? t('routes.waiting')}</small>}
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
