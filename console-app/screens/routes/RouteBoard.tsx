import { useSignal } from '@preact/signals';
import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { Refused, post } from '../../link/http.ts';
import type { RouteShown } from '../../link/wire.ts';
import { Segments } from '../../parts/Field.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { useKeys } from '../../parts/keys.ts';
import { Chip, Page } from '../../parts/Page.tsx';
import { km, number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { Empty, Wait } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { AddVehicle } from './AddVehicle.tsx';
import { chosenInOrder, useChoice } from './choice.ts';
import { Lanes } from './Lanes.tsx';
import { moveBack, placesOf, tellLocked } from './takeBack.ts';
import { MoveStops } from './MoveStops.tsx';
import { PlanRoutes } from './PlanRoutes.tsx';
import { PoolPanel } from './PoolPanel.tsx';
import { parcelsOn, RouteCards } from './RouteCards.tsx';
import { RouteMap } from './RouteMap.tsx';
import { RoutePanel } from './RoutePanel.tsx';
import { type BoardRoute, useBoard } from './useBoard.ts';

type Asking = 'plan' | 'move' | 'vehicle' | null;

/** The dispatcher's board: map, lanes, routes, and what no route takes. */
export function RouteBoard() {
  const board = useBoard(site.value!.siteId);
  const choice = useChoice();
  const asking = useSignal<Asking>(null);
  const side = useSignal<'routes' | 'pool'>('routes');
  const act = useAct();
  const routes = board.routes ?? [];
  const open = routes.find(({ routeId }) => routeId === choice.routeId);
  const chosen = chosenInOrder(routes, choice.stopIds.value);
  /** A move is based on the version that the board showed; where the plan moved meanwhile, the board is drawn anew. */
  const move = async (stopIds: string[], to: BoardRoute | null, position?: number): Promise<void> => {
    asking.value = null;
    const target = to && { routeId: to.routeId, version: to.version, ...(position && { position }) };
    const before = to && board.routes && placesOf(board.routes, stopIds);
    const moved = await act.run('move', () =>
      post<{ routes: RouteShown[] }>('/v1/stops/move', { stopIds, to: target }),
    );
    if (moved) board.meet(moved.routes);
    if (moved && to && before)
      told({
        text: t('undo.moved', { n: stopIds.length, vehicle: to.vehicle }),
        undo: () => moveBack(before, moved.routes).then(board.again),
      });
    if (moved || (act.trouble.peek() instanceof Refused && (act.trouble.peek() as Refused).code === 'plan_moved'))
      board.again();
  };
  useBoardKeys({ open, choice, ask: (what) => (asking.value = what), hasChosen: chosen.length > 0, board, act });
  const late = routes.reduce((sum, { stops }) => sum + stops.filter(({ late_s }) => late_s > 0).length, 0);
  const waiting = (board.pool?.doors.length ?? 0) + (board.pool?.kept.length ?? 0);
  return (
    <Page
      wide
      title={t('place.routes')}
      lead={
        board.routes && (
          <>
            <span>{t('routes.sum', { n: routes.length })}</span>
            <span>{t('routes.stops', { n: number(routes.reduce((sum, { stops }) => sum + stops.length, 0)) })}</span>
            <span>{t('unit.parcels', { n: number(routes.reduce((sum, route) => sum + parcelsOn(route), 0)) })}</span>
            <span>{km(routes.reduce((sum, { distance_m }) => sum + distance_m, 0))}</span>
            {late > 0 && <Chip tone="stop">{t('routes.lateStops', { n: late })}</Chip>}
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
          <Key icon="plus" onPress={() => (asking.value = 'vehicle')}>
            {t('routes.addVehicle')}
          </Key>
          <Key
            kind="main"
            icon="routes"
            data-do="open-plan"
            disabled={board.vehicles.length === 0}
            onPress={() => (asking.value = 'plan')}
          >
            {t('routes.plan')}
          </Key>
        </>
      }
    >
      <Trouble error={act.trouble.value ?? board.trouble} again={board.again} />
      <div class="board">
        <aside class="card flush side-panel">
          {open ? (
            <RoutePanel board={board} route={open} choice={choice} onMove={() => (asking.value = 'move')} />
          ) : (
            <>
              <Segments
                label={t('place.routes')}
                value={side.value}
                choices={[
                  ['routes', t('routes.routesTab', { n: routes.length })],
                  ['pool', t('routes.poolTab', { n: waiting })],
                ]}
                onChoose={(name) => (side.value = name)}
              />
              {side.value === 'pool' && (board.pool ? <PoolPanel pool={board.pool} /> : <Wait />)}
              {side.value === 'routes' && board.routes === undefined && !board.trouble && <Wait rows={8} />}
              {side.value === 'routes' && board.routes?.length === 0 && (
                <Empty
                  icon="load"
                  title={t('routes.none')}
                  hint={t(
                    board.vehicles.length === 0
                      ? 'routes.noVehicles'
                      : waiting > 0
                        ? 'routes.noneHint'
                        : 'routes.noParcels',
                  )}
                />
              )}
              {side.value === 'routes' && routes.length > 0 && <RouteCards routes={routes} choice={choice} />}
            </>
          )}
        </aside>
        <div class="board-main">
          <RouteMap board={board} choice={choice} />
          <Lanes board={board} choice={choice} onMove={(stopIds, to, position) => void move(stopIds, to, position)} />
        </div>
      </div>
      {asking.value === 'plan' && <PlanRoutes board={board} onClose={() => (asking.value = null)} />}
      {asking.value === 'vehicle' && (
        <AddVehicle siteId={board.siteId} onAdded={board.again} onClose={() => (asking.value = null)} />
      )}
      {asking.value === 'move' && (
        <MoveStops
          routes={routes}
          stopIds={chosen}
          onClose={() => (asking.value = null)}
          onMove={(to, position) => void move(chosen, to, position)}
        />
      )}
    </Page>
  );
}

interface BoardKeys {
  open: BoardRoute | undefined;
  choice: ReturnType<typeof useChoice>;
  ask: (what: Asking) => void;
  hasChosen: boolean;
  board: ReturnType<typeof useBoard>;
  act: ReturnType<typeof useAct>;
}

function useBoardKeys({ open, choice, ask, hasChosen, board, act }: BoardKeys): void {
  const routes = board.routes ?? [];
  const step = (by: number) => (): void => {
    if (open === undefined) {
      if (routes[0]) choice.openRoute(routes[0].routeId);
      return;
    }
    const now = open.stops.findLastIndex(({ stopId }) => choice.stopIds.peek().has(stopId));
    const next = open.stops[Math.min(open.stops.length - 1, Math.max(0, now + by))];
    if (next) choice.pick(open, next.stopId);
  };
  const lock = async (): Promise<void> => {
    if (!open) return;
    const shown = await act.run('lock', () =>
      post<RouteShown>(`/v1/routes/${open.routeId}/lock`, { locked: !open.locked }),
    );
    if (shown) board.meet([shown]);
    if (shown) tellLocked(board, shown);
  };
  useKeys({
    j: step(1),
    k: step(-1),
    n: step(1),
    p: step(-1),
    o: () => ask('plan'),
    l: () => void lock(),
    m: () => hasChosen && ask('move'),
    Escape: () => place.peek().query.has('route') && choice.openRoute(null),
  });
}
