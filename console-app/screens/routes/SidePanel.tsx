import type { Signal } from '@preact/signals';
import { Segments } from '../../parts/Field.tsx';
import { Empty, Wait } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import type { Choice } from './choice.ts';
import { FailedPanel } from './FailedPanel.tsx';
import type { Moving } from './moving.ts';
import { PoolPanel } from './PoolPanel.tsx';
import { RouteCards } from './RouteCards.tsx';
import type { Board } from './useBoard.ts';
import type { BoardActs } from './useBoardActs.ts';
import type { DragCosts } from './useDragCosts.ts';

export type Side = 'routes' | 'pool' | 'failed';

interface SidePanelProps {
  board: Board;
  choice: Choice;
  acts: BoardActs;
  drag: DragCosts;
  side: Signal<Side>;
  onMove: (moving: Moving) => void;
}

/** Beside the map: the routes, what is on none, and what the desk has to decide. */
export function SidePanel({ board, choice, acts, drag, side, onMove }: SidePanelProps) {
  const { routes, pool, failed } = board;
  const waiting = (pool?.doors.length ?? 0) + (pool?.kept.length ?? 0);
  const hint = board.vehicles.length === 0 ? 'noVehicles' : waiting > 0 ? 'noneHint' : 'noParcels';
  return (
    <>
      <Segments
        label={t('place.routes')}
        value={side.value}
        choices={[
          ['routes', t('routes.routesTab', { n: routes?.length ?? 0 })],
          ['pool', t('routes.poolTab', { n: waiting })],
          ['failed', t('failed.tab', { n: failed.length })],
        ]}
        onChoose={(name) => (side.value = name)}
      />
      {side.value === 'failed' && <FailedPanel board={board} acts={acts} choice={choice} />}
      {side.value === 'pool' &&
        (pool ? (
          <PoolPanel pool={pool} siteId={board.siteId} again={board.again} drag={drag} onMove={onMove} />
        ) : (
          <Wait />
        ))}
      {side.value === 'routes' && routes === undefined && !board.trouble && <Wait rows={8} />}
      {side.value === 'routes' && routes?.length === 0 && (
        <Empty icon="load" title={t('routes.none')} hint={t(`routes.${hint}`)} />
      )}
      {side.value === 'routes' && routes && routes.length > 0 && <RouteCards routes={routes} choice={choice} />}
    </>
  );
}
