import { type Act, useAct } from '../../link/act.ts';
import { post, Refused } from '../../link/http.ts';
import type { Changed, RouteShown } from '../../link/wire.ts';
import { t } from '../../words/t.ts';
import { type Choice, focusStop } from './choice.ts';
import { costSaid } from './cost.ts';
import { type Moving, sent, stopsOf } from './moving.ts';
import { told } from '../../parts/Undo.tsx';
import { takeBack, tellChange, tellLocked, unfitSaid } from './takeBack.ts';
import type { Board, BoardRoute } from './useBoard.ts';

export interface BoardActs {
  act: Act;
  /** True where it moved. */
  move(moving: Moving, to: BoardRoute | null, position?: number): Promise<boolean>;
  /** The stops that are chosen on the route, or else the route; `place`: the stops to their place as well. */
  lock(route: BoardRoute, choice: Choice, place?: boolean): Promise<void>;
  undo(): Promise<void>;
  /** The desk's word on a failed door; true where it stands. */
  decide(door: Door, decision: Decision): Promise<boolean>;
  /** The driver failed it by mistake. */
  takeBackDoor(door: Door): Promise<void>;
}

interface Door {
  stopId: string;
  position: number;
}
export type Decision = 'again' | 'later' | 'returning' | 'asked';

/** What changes the plan by hand; each tells what it cost, and can be taken back. */
export function useBoardActs(board: Board, choice: Choice): BoardActs {
  const act = useAct();
  const hasMoved = (): boolean => {
    const trouble = act.trouble.peek();
    return trouble instanceof Refused && trouble.code === 'plan_moved';
  };
  return {
    act,
    /** A move is based on the version that the board showed; where the plan moved meanwhile, the board is drawn anew. */
    async move(moving, to, position) {
      const target = to && { routeId: to.routeId, version: to.version, ...(position && { position }) };
      const moved = await act.run('move', () =>
        post<Changed>('/v1/stops/move', { ...sent(moving, board.siteId), to: target }),
      );
      if (moved) {
        const before = board.meet(moved.routes);
        const what = to
          ? t('undo.moved', { n: stopsOf(moving), vehicle: to.name })
          : t('undo.toPool', { n: stopsOf(moving) });
        // what was moved is chosen again where it is taken back
        const choose = (): void => {
          choice.pickMany(moving.stopIds);
          focusStop(moving.stopIds[0]);
        };
        tellChange(board, `${what}: ${costSaid(moved.cost)}${unfitSaid(before, moved.routes)}`, choose);
      }
      if (moved || hasMoved()) board.again();
      return moved !== undefined;
    },
    async lock(route, choice, place = false) {
      const chosen = route.stops.filter(
        ({ stopId, state }) => state === 'planned' && choice.stopIds.peek().has(stopId),
      );
      const isLocked = (stop: BoardRoute['stops'][number]) => (place ? stop.pinned : stop.locked);
      if (place && chosen.length === 0) return;
      const json =
        chosen.length === 0
          ? { locked: !route.locked }
          : { locked: !chosen.every(isLocked), place, stopIds: chosen.map(({ stopId }) => stopId) };
      const shown = await act.run('lock', () => post<RouteShown>(`/v1/routes/${route.routeId}/lock`, json));
      if (shown) board.meet([shown]);
      if (shown && chosen.length === 0) tellLocked(board, shown);
      else if (shown) tellChange(board, t(json.locked ? 'undo.stopsLocked' : 'undo.stopsOpened', { n: chosen.length }));
      if (shown || hasMoved()) board.again();
    },
    async undo() {
      await act.run('undo', () => takeBack(board));
    },
    async decide({ stopId, position }, decision) {
      const say = (what: Decision | 'held'): Promise<RouteShown> =>
        post<RouteShown>(`/v1/stops/${stopId}/decide`, { decision: what });
      const shown = await act.run(`decide-${decision}`, () => say(decision));
      board.again();
      if (shown === undefined) return false;
      board.meet([shown]);
      told({
        text: t('failed.decided', { n: position, what: t(`decide.${decision}`) }),
        undo: () =>
          say('held')
            .then((route) => board.meet([route]))
            .finally(board.again),
      });
      return true;
    },
    async takeBackDoor({ stopId, position }) {
      const opened = await act.run('take-back', () => post<{ stopId: string }>(`/v1/stops/${stopId}/take-back`, {}));
      board.again();
      // what was handed over at this door stays done: the others are another stop
      if (opened) told({ text: t(opened.stopId === stopId ? 'failed.opened' : 'failed.openedRest', { n: position }) });
    },
  };
}
