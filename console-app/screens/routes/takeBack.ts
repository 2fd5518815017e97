import { post } from '../../link/http.ts';
import type { RouteShown } from '../../link/wire.ts';
import { told } from '../../parts/Undo.tsx';
import { t } from '../../words/t.ts';
import type { Board, BoardRoute } from './useBoard.ts';

/** Where a stop stood before it was moved. */
export interface Place {
  stopId: string;
  routeId: string;
  version: number;
  position: number;
}

export const placesOf = (routes: BoardRoute[], stopIds: string[]): Place[] =>
  routes.flatMap(({ routeId, version, stops }) =>
    stops
      .filter(({ stopId }) => stopIds.includes(stopId))
      .map(({ stopId, position }) => ({ stopId, routeId, version, position })),
  );

/**
 * Stop by stop to where it stood, the first one first, so that each finds its position again; based on the versions that
 * the answers before name. Whoever moved something meanwhile is not overwritten: the server says `plan_moved`.
 */
export async function moveBack(places: Place[], routes: RouteShown[]): Promise<void> {
  const versions = new Map(routes.map(({ routeId, version }) => [routeId, version]));
  for (const { stopId, routeId, version, position } of places.toSorted((a, b) => a.position - b.position)) {
    const to = { routeId, version: versions.get(routeId) ?? version, position };
    const answer = await post<{ routes: RouteShown[] }>('/v1/stops/move', { stopIds: [stopId], to });
    for (const moved of answer.routes) versions.set(moved.routeId, moved.version);
  }
}

/** Says that a route is locked or open now, and turns it back. */
export function tellLocked(board: Board, { routeId, vehicle, locked }: RouteShown): void {
  told({
    text: t(locked ? 'undo.locked' : 'undo.unlocked', { vehicle }),
    undo: async () => board.meet([await post<RouteShown>(`/v1/routes/${routeId}/lock`, { locked: !locked })]),
  });
}
