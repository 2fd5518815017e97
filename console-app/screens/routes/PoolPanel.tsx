import { useSignal } from '@preact/signals';
import type { Pool } from '../../link/wire.ts';
import { span, weight } from '../../parts/time.ts';
import { Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { KeptParcel } from './KeptParcel.tsx';
import type { Moving } from './moving.ts';
import { PoolDoor } from './PoolDoor.tsx';
import type { DragCosts } from './useDragCosts.ts';
import { useSkills } from './vehicles/useSkills.ts';

type Relaxation = NonNullable<Pool['doors'][number]['relaxation']>;
type Given = Pick<Relaxation, 'rule' | 'by' | 'room'>;

/** Beyond these a list says nothing more. */
const most = 200;

/** The cheapest change that is known to be enough, in words. */
function wouldGo({ vehicle, also, ...given }: Relaxation): string {
  if (given.rule !== 'vehicle') return t('relax.would', { what: givenSaid(given), vehicle });
  return also ? t('relax.vehicleAlso', { what: givenSaid(also), vehicle }) : t('relax.vehicle', { vehicle });
}

function givenSaid({ rule, by, room }: Given): string {
  if (rule === 'window' || rule === 'shift') return t(`relax.${rule}`, { n: span(Math.ceil(by / 60) * 60_000) });
  if (rule !== 'capacity') return said('relax', rule);
  if (room === null) return t('relax.room');
  if (room === 'weight_g') return t('relax.weight_g', { n: weight(Math.ceil(by / 100) * 100) });
  return t(`relax.${room}`, { n: room === 'parcels' ? by : Math.ceil(by / 100) / 10 });
}

/** What a row of the pool needs of the board. */
export interface PoolHand {
  siteId: string;
  again: () => void;
  drag: DragCosts;
  /** Asks for the route that takes it. */
  onMove: (moving: Moving) => void;
}

/** What no route takes: what would let it go, and for what is kept back, the keys that do so. */
export function PoolPanel({ pool, ...hand }: PoolHand & { pool: Pool }) {
  const only = useSignal<string | null>(null);
  const skillName = useSkills();
  if (pool.doors.length + pool.kept.length === 0)
    return <Empty icon="check" title={t('routes.poolEmpty')} hint={t('routes.poolEmptyHint')} />;
  const codeOf = ({ reason }: { reason: { code: string } | null }): string => reason?.code ?? 'new';
  const counts = new Map<string, number>();
  for (const one of [...pool.kept, ...pool.doors]) counts.set(codeOf(one), (counts.get(codeOf(one)) ?? 0) + 1);
  // whoever mends the last of a kind sees the others again
  const chosen = only.value !== null && counts.has(only.value) ? only.value : null;
  const isShown = (one: { reason: { code: string } | null }): boolean => chosen === null || codeOf(one) === chosen;
  const kept = pool.kept.filter(isShown).slice(0, most);
  return (
    <>
      <div class="pills">
        {[...counts].map(([code, count]) => (
          <button
            key={code}
            class="pill"
            type="button"
            aria-pressed={chosen === code}
            onClick={() => (only.value = chosen === code ? null : code)}
          >
            {said('unassigned', code)} <b>{count}</b>
          </button>
        ))}
      </div>
      <ul class="pool">
        {kept.map((one) => (
          <KeptParcel key={one.parcelId} kept={one} siteId={hand.siteId} again={hand.again} />
        ))}
        {pool.doors
          .filter(isShown)
          .slice(0, most - kept.length)
          .map((door) => (
            <PoolDoor
              key={door.parcels[0]?.parcelId}
              door={door}
              needs={door.needs.map(skillName)}
              would={door.relaxation ? wouldGo(door.relaxation) : undefined}
              {...hand}
            />
          ))}
      </ul>
    </>
  );
}
