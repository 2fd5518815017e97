import { type Signal, useSignal } from '@preact/signals';
import { choose, place } from '../../frame/route.ts';
import type { BoardRoute } from './useBoard.ts';

/** What is chosen on the board: one route, and stops of any. */
export interface Choice {
  routeId: string | null;
  stopIds: Signal<ReadonlySet<string>>;
  openRoute(routeId: string | null): void;
  /** Alone; with ctrl or ⌘ besides the others; with shift all from the last one to this one. */
  pick(route: BoardRoute, stopId: string, event?: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): void;
  pickMany(stopIds: string[]): void;
}

/** Of the routes that are on the board: one that was dissolved or closed meanwhile is chosen no longer, though the address still names it. */
export function useChoice(routes: readonly BoardRoute[]): Choice {
  const stopIds = useSignal<ReadonlySet<string>>(new Set());
  const last = useSignal<string | null>(null);
  const named = place.value.query.get('route');
  const routeId = routes.some((route) => route.routeId === named) ? named : null;
  return {
    routeId,
    stopIds,
    openRoute(to) {
      stopIds.value = new Set();
      last.value = null;
      choose('route', to);
    },
    pick(route, stopId, event) {
      if (route.routeId !== routeId) choose('route', route.routeId);
      const now = new Set(event?.shiftKey || event?.ctrlKey || event?.metaKey ? stopIds.peek() : []);
      const from = route.stops.findIndex((stop) => stop.stopId === last.peek());
      const to = route.stops.findIndex((stop) => stop.stopId === stopId);
      if (event?.shiftKey && from >= 0) {
        for (const stop of route.stops.slice(Math.min(from, to), Math.max(from, to) + 1)) now.add(stop.stopId);
      } else if (now.has(stopId)) now.delete(stopId);
      else now.add(stopId);
      last.value = stopId;
      stopIds.value = now;
    },
    pickMany(ids) {
      stopIds.value = new Set(ids);
    },
  };
}

/** Chosen stops to come in the order in which they are driven: that is the order in which they move. */
export const chosenInOrder = (routes: BoardRoute[], chosen: ReadonlySet<string>): string[] =>
  routes.flatMap(({ stops }) =>
    stops.filter(({ stopId, state }) => state === 'planned' && chosen.has(stopId)).map(({ stopId }) => stopId),
  );

/** Keys go on where the eye is: at the stop in the list once it stands there, or else at the page. */
export function focusStop(stopId: string | undefined): void {
  requestAnimationFrame(() => {
    const row = stopId && document.querySelector<HTMLElement>(`.stop-list [data-stop="${stopId}"] > button`);
    (row || document.getElementById('content'))?.focus();
  });
}
