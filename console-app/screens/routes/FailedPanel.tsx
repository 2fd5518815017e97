import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { href } from '../../frame/route.ts';
import { usePeople } from '../../link/people.ts';
import { useKeys } from '../../parts/keys.ts';
import { Chip } from '../../parts/Page.tsx';
import { ago } from '../../parts/time.ts';
import { Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { DecideKeys } from './DecideKeys.tsx';
import type { Choice } from './choice.ts';
import { ProofPicture } from './driven/ProofPicture.tsx';
import { OrdersAt } from './OrdersAt.tsx';
import type { Board, FailedDoor } from './useBoard.ts';
import type { BoardActs } from './useBoardActs.ts';

interface FailedPanelProps {
  board: Board;
  acts: BoardActs;
  choice: Choice;
}

/** Doors that failed and wait for the desk, the longest first: walked by J and K, each decided by one key. */
export function FailedPanel({ board, acts, choice }: FailedPanelProps) {
  const { failed } = board;
  const chosenId = useSignal<string | null>(null);
  // whoever has decided of one is at the next
  const at = Math.max(
    0,
    failed.findIndex(({ stopId }) => stopId === chosenId.value),
  );
  const door = failed[at];
  const goTo = (next: FailedDoor | undefined): void => {
    if (next === undefined) return;
    chosenId.value = next.stopId;
    document.querySelector<HTMLElement>(`[data-failed="${next.stopId}"] button`)?.focus();
  };
  const decide = (decision: Parameters<BoardActs['decide']>[1]): void => {
    if (door === undefined) return;
    const next = failed[at + 1] ?? failed[at - 1];
    void acts.decide(door, decision).then((isDone) => isDone && decision !== 'asked' && goTo(next));
  };
  useKeys(
    door
      ? {
          j: () => goTo(failed[at + 1]),
          k: () => goTo(failed[at - 1]),
          a: () => door.aboard && decide('again'),
          t: () => decide('later'),
          w: () => decide('returning'),
          q: () => decide('asked'),
          b: () => isSlip(board, door) && void acts.takeBackDoor(door),
        }
      : {},
  );
  useEffect(() => choice.pickMany(door ? [door.stopId] : []), [door?.stopId]);
  if (door === undefined) return <Empty icon="check" title={t('failed.none')} hint={t('failed.noneHint')} />;
  return (
    <ul class="failed-doors">
      {failed.map((one) => (
        <FailedRow
          key={one.stopId}
          door={one}
          isOpen={one === door}
          isSlip={isSlip(board, one)}
          acts={acts}
          onOpen={() => (chosenId.value = one.stopId)}
        />
      ))}
    </ul>
  );
}

const isSlip = ({ routes }: Board, { stopId }: FailedDoor): boolean =>
  routes?.some(({ slip }) => slip === stopId) ?? false;

interface FailedRowProps {
  door: FailedDoor;
  isOpen: boolean;
  isSlip: boolean;
  acts: BoardActs;
  onOpen: () => void;
}

function FailedRow({ door, isOpen, isSlip, acts, onOpen }: FailedRowProps) {
  const nameOf = usePeople();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <li ref={row} class={isOpen ? 'open' : ''} data-failed={door.stopId}>
      <button type="button" class="failed-head" aria-expanded={isOpen} onClick={onOpen}>
        <span class="grow">
          <b>{said('fail', door.reason)}</b> {door.area}
          <small class="soft">
            {[
              t('failed.stop', { n: door.position, vehicle: door.vehicle }),
              door.driverId && nameOf(door.driverId),
              t(door.aboard ? 'failed.aboard' : 'failed.back'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </span>
        <span class="end">
          <small class="soft">{ago(door.failedAt)}</small>
          {door.asked && <Chip tone="notice">{t('after.asked')}</Chip>}
        </span>
      </button>
      {isOpen && (
        <div class="failed-open">
          <DecideKeys door={door} isAboard={door.aboard} isSlip={isSlip} acts={acts} hasKeys />
          {door.photoId ? (
            <ProofPicture fileId={door.photoId} title={t('failed.photo')} />
          ) : (
            <small class="soft">{t('failed.noPhoto')}</small>
          )}
          <OrdersAt parcels={door.parcels} area={door.area} />
          <a class="soft" href={href('routes', 'failures')}>
            {t('failed.rules')}
          </a>
        </div>
      )}
    </li>
  );
}
