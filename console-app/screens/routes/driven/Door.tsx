import { useEffect, useRef } from 'preact/hooks';
import { href } from '../../../frame/route.ts';
import type { DrivenRoute } from '../../../link/wire.ts';
import { Icon } from '../../../parts/Icon.tsx';
import { Chip } from '../../../parts/Page.tsx';
import { clock, span, km, when } from '../../../parts/time.ts';
import { said, t } from '../../../words/t.ts';
import { parcelsAt } from '../parcelsOn.ts';
import { Proof } from './Proof.tsx';
import { Since } from './Since.tsx';

type Stop = DrivenRoute['stops'][number];

interface DoorProps {
  stop: Stop;
  routeId: string;
  isChosen: boolean;
  onChoose: () => void;
}

const tones: Partial<Record<Stop['state'], string>> = { delivered: 'good', partly: 'notice', failed: 'stop' };

/** One door: when, with what proof, and why not. Its pictures are fetched when it is opened. */
export function Door({ stop, routeId, isChosen, onChoose }: DoorProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const late_ms = stop.doneAt && stop.dueAt ? Date.parse(stop.doneAt) - Date.parse(stop.dueAt) : 0;
  return (
    <li ref={row} class={isChosen ? 'chosen' : ''} data-door={stop.position}>
      <button type="button" aria-expanded={isChosen} onClick={onChoose}>
        <span class={`no ${stop.state}`}>{stop.position}</span>
        <span class="grow">
          <b>{clock(stop.doneAt ?? stop.etaAt)}</b>
          <small class="soft">
            {[
              t('unit.parcels', { n: parcelsAt(stop) }),
              stop.dueAt && t('driven.due', { at: when(stop.dueAt) }),
              stop.reason && said('fail', stop.reason),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </span>
        <Proofs stop={stop} />
        {late_ms > 0 && <Chip tone="stop">{`+${span(late_ms)}`}</Chip>}
        <Chip tone={tones[stop.state] ?? 'plain'}>{said('stop', stop.state)}</Chip>
        <Icon name="down" size={16} />
      </button>
      {isChosen && <Opened stop={stop} routeId={routeId} />}
    </li>
  );
}

function Proofs({ stop: { proof } }: { stop: Stop }) {
  return (
    <span class="proof-marks">
      {proof.photoId && <Chip>{t('driven.photo')}</Chip>}
      {proof.signatureId && <Chip>{t('driven.signature')}</Chip>}
      {proof.code && <Chip>{t('driven.code')}</Chip>}
    </span>
  );
}

function Opened({ stop, routeId }: Pick<DoorProps, 'stop' | 'routeId'>) {
  return (
    <div class="door-open">
      <p class="soft">
        {[
          stop.arrivedAt && t(stop.byFence ? 'driven.arrivedByFence' : 'driven.arrived', { at: clock(stop.arrivedAt) }),
          stop.doneAt && t('driven.done', { at: clock(stop.doneAt) }),
          stop.away_m !== null && t('driven.away', { distance: km(stop.away_m) }),
          stop.awayReason,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Proof proof={stop.proof} none={t(stop.state === 'failed' ? 'failed.noPhoto' : 'driven.noProof')} />
      <ul class="door-parcels">
        {stop.parcels.map((parcel) => (
          <li key={parcel.parcelId}>
            <a class="code" href={href('orders', parcel.orderId)}>
              {parcel.sscc}
            </a>
            <Chip tone={parcel.state === 'delivered' ? 'good' : parcel.state === 'failed' ? 'stop' : 'plain'}>
              {said('stopParcel', parcel.state)}
            </Chip>
            <Since parcel={parcel} routeId={routeId} />
          </li>
        ))}
      </ul>
    </div>
  );
}
