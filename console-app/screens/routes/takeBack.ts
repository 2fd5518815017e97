import { post } from '../../link/http.ts';
import type { RouteShown, Undone } from '../../link/wire.ts';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';
import { brought } from './brought.ts';
import type { Board } from './useBoard.ts';

/**
 * Takes the reader's last change of the plan back; asked again, the one before it. Whatever somebody else did meanwhile is
 * not overwritten: the server says `plan_moved`.
 */
export async function takeBack(board: Board): Promise<Undone> {
  try {
    const undone = await post<Undone>('/v1/plan-changes/undo', { siteId: board.siteId });
    const before = board.meet(undone.routes);
    told({ text: said('tookBack', undone.kind) + unfitSaid(before, undone.routes) });
    return undone;
  } finally {
    board.again();
  }
}

/** Vehicles that cannot do or hold what came to them: told at once, not only where the route stands. */
export const unfitSaid = (before: RouteShown[], routes: RouteShown[]): string =>
  brought(before, routes)
    .map(({ vehicle, kinds }) => ` · ${vehicle}: ${kinds.map((kind) => t(`violation.${kind}`)).join(', ')}`)
    .join('');

/** Says what was changed, and offers to take it back; `after` that. */
export const tellChange = (board: Board, text: string, after?: () => void): void =>
  told({ text, undo: () => takeBack(board).then(after) });

/** Says that a route is locked or open now. */
export const tellLocked = (board: Board, { vehicle, locked }: RouteShown): void =>
  tellChange(board, t(locked ? 'undo.locked' : 'undo.unlocked', { vehicle }));
