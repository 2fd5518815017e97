import { useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { post } from '../../link/http.ts';
import type { MoveCosts } from '../../link/wire.ts';
import { type Moving, nothing, sent } from './moving.ts';

export interface DragCosts {
  /** Nothing while nothing is dragged. */
  moving: Moving;
  /** What they would cost at a place of a route, once that is known, and what room would be left. */
  at(
    routeId: string,
    position: number,
  ): { cost: MoveCosts['lanes'][number]['places'][number]; room: number } | undefined;
  begin(moving: Moving): void;
  end(): void;
}

/** Asks once a drag what every place would cost, so that a board tells it wherever the pointer is. */
export function useDragCosts(siteId: string): DragCosts {
  const moving = useSignal<Moving>(nothing);
  const costs = useSignal<MoveCosts | null>(null);
  const drag = useRef(0);
  const stop = (): void => {
    drag.current += 1;
    moving.value = nothing;
    costs.value = null;
  };
  return {
    moving: moving.value,
    at(routeId, position) {
      const lane = costs.value?.lanes.find((one) => one.routeId === routeId);
      const cost = lane?.places.find((place) => place.position === position);
      return lane && cost && { cost, room: lane.room.parcels };
    },
    begin(dragged) {
      stop();
      moving.value = dragged;
      const mine = drag.current;
      // a board that is not told goes on without: the drop says whatever there is to say
      post<MoveCosts>('/v1/stops/weigh', sent(dragged, siteId)).then(
        (found) => drag.current === mine && (costs.value = found),
        () => undefined,
      );
    },
    end: stop,
  };
}
