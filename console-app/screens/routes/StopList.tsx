import { useEffect } from 'preact/hooks';
import type { Stop } from '../../link/wire.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Chip } from '../../parts/Page.tsx';
import { clock, span, when } from '../../parts/time.ts';
import { said, t } from '../../words/t.ts';
import type { Choice } from './choice.ts';
import { DecideKeys } from './DecideKeys.tsx';
import { followsSaid } from './follows.ts';
import { OrdersAt } from './OrdersAt.tsx';
import type { BoardRoute } from './useBoard.ts';
import { parcelsAt } from './parcelsOn.ts';
import type { BoardActs } from './useBoardActs.ts';

interface StopListProps {
  route: BoardRoute;
  choice: Choice;
  isOpen: boolean;
  acts: BoardActs;
  onMove: () => void;
}

const tones: Partial<Record<Stop['state'], string>> = { partly: 'notice', failed: 'stop' };

/** The stops of a route, each opened to what may be done there. */
export function StopList({ route, choice, isOpen, acts, onMove }: StopListProps) {
  const { act } = acts;
  const chosen = choice.stopIds.value;
  const picked = route.stops.filter(({ stopId }) => chosen.has(stopId));
  useEffect(() => {
    document.querySelector('.stop-list li.chosen')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <>
      {isOpen && picked.length > 0 && (
        <div class="chosen-bar">
          <b>{t('routes.chosen', { n: picked.length })}</b>
          <Key small icon="swap" act={act} onPress={onMove}>
            {t('routes.move')}
          </Key>
          <Key small icon="lock" name="lock" act={act} onPress={() => void acts.lock(route, choice)}>
            {t(picked.every((stop) => stop.locked) ? 'routes.unlock' : 'routes.lock')}
          </Key>
          {!picked.every((stop) => stop.pinned) && (
            <Key small icon="pin" name="lock" act={act} onPress={() => void acts.lock(route, choice, true)}>
              {t('routes.pin')}
            </Key>
          )}
        </div>
      )}
      <ol class="stop-list">
        {route.stops.map((stop) => (
          <li
            key={stop.stopId}
            data-stop={stop.stopId}
            class={[chosen.has(stop.stopId) && 'chosen', stop.late_s > 0 && 'late', stop.state]
              .filter(Boolean)
              .join(' ')}
          >
            <button type="button" onClick={(event) => choice.pick(route, stop.stopId, event)}>
              <span class="no" style={{ background: route.colour }}>
                {stop.position}
              </span>
              <span class="grow">
                <StopTimes stop={stop} />
                <small class="soft">
                  {t('unit.parcels', { n: parcelsAt(stop) })}
                  {stop.parcels.some(({ temperature }) => temperature !== 'ambient') && ` · ${t('routes.cold')}`}
                  {stop.reason && ` · ${said('fail', stop.reason)}`}
                  {followsSaid(stop.parcels).map((what) => ` · ${what}`)}
                </small>
                {stop.area && <small class="soft">{stop.area}</small>}
              </span>
              {stop.locked && <Icon name={stop.pinned ? 'pin' : 'lock'} size={16} />}
              {stop.late_s > 0 && <Chip tone="stop">{`+${span(stop.late_s * 1_000)}`}</Chip>}
              {stop.state !== 'planned' && <Chip tone={tones[stop.state] ?? 'good'}>{said('stop', stop.state)}</Chip>}
            </button>
            {chosen.has(stop.stopId) && (
              <div class="stop-open">
                {canDecide(route, stop) && (
                  <DecideKeys door={stop} isAboard isSlip={route.slip === stop.stopId} acts={acts} />
                )}
                <OrdersAt key={stop.stopId} parcels={stop.parcels} area={stop.area} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Something of it is still on the vehicle, and was not tried once more meanwhile. */
function canDecide({ stops }: BoardRoute, { stopId, parcels }: Stop): boolean {
  const shut = parcels.filter(({ state }) => state === 'failed').map(({ parcelId }) => parcelId);
  const second = stops.find(
    (stop) => stop.stopId !== stopId && stop.parcels.some((one) => shut.includes(one.parcelId)),
  );
  return shut.length > 0 && (second === undefined || second.state === 'planned');
}

function StopTimes({ stop }: { stop: Stop }) {
  return (
    <span>
      <b>{when(stop.doneAt ?? stop.etaAt)}</b>
      {stop.state === 'planned' && stop.etaFrom && stop.etaTo && (
        <span class="soft">{` ${t('routes.between', { from: clock(stop.etaFrom), to: clock(stop.etaTo) })}`}</span>
      )}
      {stop.dueAt && <span class="soft">{` ${t('routes.dueBy', { at: when(stop.dueAt) })}`}</span>}
    </span>
  );
}
