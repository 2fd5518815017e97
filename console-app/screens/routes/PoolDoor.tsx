import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Pool } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Chip } from '../../parts/Page.tsx';
import { when } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { causeSaid, said, t } from '../../words/t.ts';
import { OrdersAt } from './OrdersAt.tsx';
import type { PoolHand } from './PoolPanel.tsx';

type Door = Pool['doors'][number];

/** Why a dispatcher keeps a parcel back. */
const holds = ['wrong_address', 'customer_asked', 'recall'] as const;

interface PoolDoorProps extends PoolHand {
  door: Door;
  /** What its vehicle has to have, in words. */
  needs: string[];
  /** What would let it go. */
  would: string | undefined;
}

/** Why it waits, where no plan has left it out. */
export const sinceSaid = ({ since, failed }: Door): string =>
  said('since', since, { why: failed === null ? '' : said('fail', failed) });

/** A door that waits for a route: dragged onto a lane, or opened to see whose it is and what may be done. */
export function PoolDoor({ door, needs, would, siteId, again, drag, onMove }: PoolDoorProps) {
  const isOpen = useSignal(false);
  const { parcels, reason, area, dueAt } = door;
  const moving = { stopIds: [], parcelIds: parcels.map(({ parcelId }) => parcelId) };
  return (
    <li
      class={isOpen.value ? 'pool-row open' : 'pool-row'}
      data-door={parcels[0]?.sscc}
      draggable
      onDragStart={(event) => {
        event.dataTransfer?.setData('text/plain', parcels[0]?.sscc ?? '');
        drag.begin(moving);
      }}
      onDragEnd={drag.end}
    >
      <button
        class="pool-head"
        type="button"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <span class="grow">
          <Chip tone={reason ? 'stop' : 'plain'}>{said('unassigned', reason?.code ?? 'new')}</Chip> <b>{area}</b>
          {needs.length > 0 && <small class="soft">{needs.join(', ')}</small>}
          {would && <small class="would">{would}</small>}
          {!reason && <small class="soft">{sinceSaid(door)}</small>}
        </span>
        <span class="end">
          {t('unit.parcels', { n: parcels.length })}
          {dueAt && <small class="soft">{t('routes.dueBy', { at: when(dueAt) })}</small>}
        </span>
      </button>
      {isOpen.value && (
        <div class="pool-open">
          {parcels.map((parcel) => (
            <PoolParcel key={parcel.parcelId} parcel={parcel} siteId={siteId} again={again} />
          ))}
          <OrdersAt parcels={parcels} area={area} />
          <Key small icon="swap" data-do="to-route" onPress={() => onMove(moving)}>
            {t('routes.toRoute')}
          </Key>
        </div>
      )}
    </li>
  );
}

interface PoolParcelProps {
  parcel: Door['parcels'][number];
  siteId: string;
  again: () => void;
}

/** Its order, and the keys that keep it back. */
function PoolParcel({ parcel: { parcelId, orderId, sscc }, siteId, again }: PoolParcelProps) {
  const act = useAct();
  const number = sscc.slice(-6);
  const hold = (reason: string | null): Promise<unknown> =>
    post(`/v1/parcels/${parcelId}/hold`, { siteId, reason }).then(again);
  const keep = async (reason: string): Promise<void> => {
    if ((await act.run(reason, () => hold(reason).then(() => true))) === undefined) return;
    told({ text: t('kept.held', { sscc: number, why: causeSaid(reason) }), undo: () => hold(null) });
  };
  return (
    <div class="pool-parcel">
      <a class="code" href={href('orders', orderId)} aria-label={t('kept.order', { sscc })}>
        …{number}
      </a>
      <span class="soft">{t('kept.hold')}</span>
      {holds.map((reason) => (
        <Key key={reason} small name={reason} act={act} data-do={`hold-${reason}`} onPress={() => void keep(reason)}>
          {causeSaid(reason)}
        </Key>
      ))}
      <Trouble error={act.trouble.value} />
    </div>
  );
}
