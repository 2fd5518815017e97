import { useSignal } from '@preact/signals';
import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { useKeys } from '../../parts/keys.ts';
import { Chip, Page } from '../../parts/Page.tsx';
import { km, number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import { chosenInOrder, type Choice, focusStop, useChoice } from './choice.ts';
import { stopsSaid } from './doors.ts';
import { Improve } from './Improve.tsx';
import { Lanes } from './Lanes.tsx';
import { MoveStops } from './MoveStops.tsx';
import type { Moving } from './moving.ts';
import { PlanRoutes } from './PlanRoutes.tsx';
import { parcelsOn } from './parcelsOn.ts';
import { RouteMap } from './RouteMap.tsx';
import { RoutePanel } from './RoutePanel.tsx';
import { type Side, SidePanel } from './SidePanel.tsx';
import { AddVehicle } from './vehicles/AddVehicle.tsx';
import { type BoardRoute, useBoard } from './useBoard.ts';
import { type BoardActs, useBoardActs } from './useBoardActs.ts';
import { useDragCosts } from './useDragCosts.ts';

type Asking = 'plan' | 'move' | 'vehicle' | 'improve' | null;

/** The dispatcher's board: map, lanes, routes, and what no route takes. */
export function RouteBoard() {
  const board = useBoard(site.value!.siteId);
  const asking = useSignal<Asking>(null);
  const side = useSignal<Side>(place.peek().query.get('side') === 'failed' ? 'failed' : 'routes');
  const routes = board.routes ?? [];
  const choice = useChoice(routes);
  const acts = useBoardActs(board, choice);
  const open = routes.find(({ routeId }) => routeId === choice.routeId);
  const chosen = chosenInOrder(routes, choice.stopIds.value);
  const drag = useDragCosts(board.siteId);
  const fromPool = useSignal<Moving | null>(null);
  const asked = fromPool.value ?? { stopIds: chosen, parcelIds: [] };
  const stopAsking = (): void => {
    asking.value = null;
    fromPool.value = null;
  };
  const move = (moving: Moving, to: BoardRoute | null, position?: number): void => {
    const place = open?.stops.findIndex(({ stopId }) => moving.stopIds.includes(stopId)) ?? -1;
    stopAsking();
    void acts
      .move(moving, to, position)
      .then(
        (hasMoved) => hasMoved && open && goOnAt(open, choice, { moving, place, stays: to?.routeId === open.routeId }),
      );
  };
  const seeFailed = (): void => {
    choice.openRoute(null);
    side.value = 'failed';
  };
  useBoardKeys({
    open,
    choice,
    ask: (what) => (asking.value = what),
    hasChosen: chosen.length > 0,
    board,
    acts,
    side: side.value,
    seeFailed,
  });
  const late = routes.reduce((sum, { stops }) => sum + stops.filter(({ late_s }) => late_s > 0).length, 0);
  return (
    <Page
      wide
      title={t('place.routes')}
      lead={
        board.routes && (
          <>
            <span>{stopsSaid(routes.flatMap(({ stops }) => stops))}</span>
            <span>{t('unit.parcels', { n: number(parcelsOn(routes)) })}</span>
            <span>{km(routes.reduce((sum, { distance_m }) => sum + distance_m, 0))}</span>
            {late > 0 && <Chip tone="stop">{t('routes.lateStops', { n: late })}</Chip>}
            {board.failed.length > 0 && (
              <button class="chip stop" type="button" data-do="see-failed" onClick={seeFailed}>
                {t('failed.waiting', { n: board.failed.length })} <kbd>D</kbd>
              </button>
            )}
          </>
        )
      }
      actions={
        <>
          <a class="key" data-do="driven" href={href('routes', 'driven')}>
            <Icon name="clock" size={18} />
            <span>{t('driven.open')}</span>
          </a>
          <a class="key" data-do="zones" href={href('routes', 'zones')}>
            <Icon name="target" size={18} />
            <span>{t('zones.open')}</span>
          </a>
          <a class="key" data-do="shifts" href={href('routes', 'shifts')}>
            <Icon name="person" size={18} />
            <span>{t('shifts.open')}</span>
          </a>
          <a class="key" data-do="vehicles" href={href('routes', 'vehicles')}>
            <Icon name="load" size={18} />
            <span>{t('vehicles.open')}</span>
          </a>
          <Key
            icon="undo"
            name="undo"
            act={acts.act}
            label={t('keys.undo')}
            disabled={!board.canUndo}
            data-do="undo-plan"
            onPress={() => void acts.undo()}
          />
          <Key icon="swap" data-do="improve" disabled={routes.length === 0} onPress={() => (asking.value = 'improve')}>
            {t('improve.do')}
          </Key>
          {board.hasNoVehicle ? (
            <Key kind="main" icon="plus" data-do="add-vehicle" onPress={() => (asking.value = 'vehicle')}>
              {t('routes.addVehicle')}
            </Key>
          ) : (
            <Key kind="main" icon="routes" data-do="open-plan" onPress={() => (asking.value = 'plan')}>
              {t('routes.plan')}
            </Key>
          )}
        </>
      }
    >
      <Trouble
        error={acts.act.trouble.value ?? board.trouble}
        again={() => {
          // what was refused of one plan says nothing of the next
          acts.act.trouble.value = null;
          board.again();
        }}
      />
      <div class="board">
        <aside class="card flush side-panel">
          {open ? (
            <RoutePanel
              board={board}
              route={open}
              choice={choice}
              acts={acts}
              onMove={() => (asking.value = 'move')}
              onImprove={() => (asking.value = 'improve')}
            />
          ) : (
            <SidePanel
              board={board}
              choice={choice}
              acts={acts}
              drag={drag}
              side={side}
              onMove={(moving) => {
                fromPool.value = moving;
                asking.value = 'move';
              }}
            />
          )}
        </aside>
        <div class="board-main">
          <RouteMap board={board} choice={choice} />
          <Lanes board={board} choice={choice} drag={drag} onMove={move} />
        </div>
      </div>
      {asking.value === 'plan' && (
        <PlanRoutes
          board={board}
          onAddVehicle={() => (asking.value = 'vehicle')}
          onClose={() => (asking.value = null)}
        />
      )}
      {asking.value === 'improve' && <Improve board={board} route={open} onClose={() => (asking.value = null)} />}
      {asking.value === 'vehicle' && (
        <AddVehicle siteId={board.siteId} onClose={() => (asking.value = board.hasNoVehicle ? null : 'plan')} />
      )}
      {asking.value === 'move' && (
        <MoveStops
          siteId={board.siteId}
          routes={routes}
          moving={asked}
          onClose={stopAsking}
          onMove={(to, position) => move(asked, to, position)}
        />
      )}
    </Page>
  );
}

interface Went {
  moving: Moving;
  place: number;
  /** On the route that is open. */
  stays: boolean;
}

/** Keys go on at the stops that were moved; where they left the route, at the next one there, or else at the route. */
function goOnAt(route: BoardRoute, choice: Choice, { moving, place, stays }: Went): void {
  if (stays) {
    choice.pickMany(moving.stopIds);
    focusStop(moving.stopIds[0]);
    return;
  }
  const left = route.stops.filter(({ stopId }) => !moving.stopIds.includes(stopId));
  const next = left[Math.min(place, left.length - 1)];
  choice.pickMany(next ? [next.stopId] : []);
  focusStop(next?.stopId);
}

interface BoardKeys {
  open: BoardRoute | undefined;
  choice: Choice;
  ask: (what: Asking) => void;
  hasChosen: boolean;
  board: ReturnType<typeof useBoard>;
  acts: BoardActs;
  side: Side;
  seeFailed: () => void;
}

function useBoardKeys({ open, choice, ask, hasChosen, board, acts, side, seeFailed }: BoardKeys): void {
  const routes = board.routes ?? [];
  const step = (by: number) => (): void => {
    if (open === undefined) {
      if (side === 'routes' && routes[0]) choice.openRoute(routes[0].routeId);
      return;
    }
    const now = open.stops.findLastIndex(({ stopId }) => choice.stopIds.peek().has(stopId));
    const next = open.stops[Math.min(open.stops.length - 1, Math.max(0, now + by))];
    if (!next) return;
    choice.pick(open, next.stopId);
    focusStop(next.stopId);
  };
  useKeys({
    j: step(1),
    k: step(-1),
    n: step(1),
    p: step(-1),
    o: () => ask('plan'),
    l: () => open && void acts.lock(open, choice),
    L: () => open && void acts.lock(open, choice, true),
    r: () => ask('improve'),
    u: () => board.canUndo && void acts.undo(),
    d: seeFailed,
    b: () => {
      const slip = open?.stops.find(({ stopId }) => stopId === open.slip);
      if (slip) void acts.takeBackDoor(slip);
    },
    m: () => hasChosen && ask('move'),
    // lets go of the stops first, so that keys mean the route again
    Escape: () => {
      if (choice.stopIds.peek().size > 0) choice.pickMany([]);
      else if (place.peek().query.has('route')) choice.openRoute(null);
    },
  });
}
