import { useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { post } from '../../link/http.ts';
import type { MoveCosts } from '../../link/wire.ts';

export interface DragCosts {
  /** The stops that are dragged, in their order; none while nothing is. */
  stopIds: string[];
  /** What they would cost at a place of a route, once that is known, and what room would be left. */
  at(
    routeId: string,
    position: number,
  ): { cost: MoveCosts['lanes'][number]['places'][number]; room: number } | undefined;
  begin(stopIds: string[]): void;
  end(): void;
}

/** Asks once a drag what every place would cost, so that a board tells it wherever the pointer is. */
export function useDragCosts(): DragCosts {
  const stopIds = useSignal<string[]>([]);
  const costs = useSignal<MoveCosts | null>(null);
  const drag = useRef(0);
  const stop = (): void => {
    drag.current += 1;
    stopIds.value = [];
    costs.value = null;
  };
  return {
    stopIds: stopIds.value,
    at(routeId, position) {
      const lane = costs.value?.lanes.find((one) => one.routeId === routeId);
      const cost = lane?.places.find((place) => place.position === position);
      return lane && cost && { cost, room: lane.room.parcels };
    },
    begin(dragged) {
      stop();
      stopIds.value = dragged;
      const mine = drag.current;
      // a board that is not told goes on without: the drop says whatever there is to say
      post<MoveCosts>('/v1/stops/weigh', { stopIds: dragged }).then(
        (found) => drag.current === mine && (costs.value = found),
        () => undefined,
      );
    },
    end: stop,
  };
}
