import { useSignal } from '@preact/signals';
import { usePeople } from '../../link/people.ts';
import { clock, now_ms, when } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { type Choice, chosenInOrder } from './choice.ts';
import { moreSaid } from './cost.ts';
import { spaced } from './apart.ts';
import { axisOf } from './axis.ts';
import type { Board, BoardRoute } from './useBoard.ts';
import { type Moving, stopsOf } from './moving.ts';
import type { DragCosts } from './useDragCosts.ts';

interface LanesProps {
  board: Board;
  choice: Choice;
  drag: DragCosts;
  onMove: (moving: Moving, to: BoardRoute | null, position?: number) => void;
}

/** One lane a route on one time axis: when each stop is reached, what is late, and where now is. */
export function Lanes({ board, choice, drag, onMove }: LanesProps) {
  const routes = board.routes ?? [];
  if (routes.length === 0) return null;
  const first = Math.min(...routes.map(({ departAt }) => Date.parse(departAt)));
  const last = Math.max(...routes.map(({ endAt }) => Date.parse(endAt)));
  const { from, to, ticks } = axisOf(first, last);
  const x = (at: string | number): number => ((new Date(at).getTime() - from) / (to - from)) * 100;
  const now = now_ms.value;
  return (
    <section class="lanes" aria-label={t('routes.lanes')}>
      <div class="lane axis">
        <span class="lane-name" />
        <div class="track">
          {ticks.map((tick) => (
            <span key={tick} class="hour-line" style={{ left: `${x(tick)}%` }}>
              {clock(tick)}
            </span>
          ))}
          {now > from && now < to && <span class="now-line" style={{ left: `${x(now)}%` }} title={t('floor.now')} />}
        </div>
      </div>
      {routes.map((route) => (
        <Lane
          key={route.routeId}
          route={route}
          routes={routes}
          choice={choice}
          drag={drag}
          x={x}
          now={now}
          onMove={onMove}
        />
      ))}
    </section>
  );
}

interface LaneProps {
  route: BoardRoute;
  routes: BoardRoute[];
  choice: Choice;
  drag: DragCosts;
  x: (at: string | number) => number;
  now: number;
  onMove: LanesProps['onMove'];
}

function Lane({ route, routes, choice, drag, x, now, onMove }: LaneProps) {
  const over = useSignal<number | null>(null);
  const nameOf = usePeople();
  const chosen = choice.stopIds.value;
  const ahead = route.stops.length;
  // numbers that would lie on one another tell nothing: a hundredth of the axis is some nine pixels
  const isReadable = (x(route.endAt) - x(route.departAt)) / Math.max(1, ahead) > 3;
  const lefts = spaced(
    route.stops.map(({ doneAt, etaAt }) => x(doneAt ?? etaAt)),
    Math.min(isReadable ? 2.4 : 0.5, 60 / Math.max(1, ahead)),
  );
  const leftOf = new Map(route.stops.map(({ stopId }, at) => [stopId, lefts[at]!]));
  /** Where what is dragged may land: before, between and after these. */
  const rest = route.stops.filter(({ stopId, state }) => state === 'planned' && !drag.moving.stopIds.includes(stopId));
  const placeAt = (event: DragEvent): number => {
    const box = (event.currentTarget as HTMLElement).querySelector('.track')!.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * 100;
    return rest.filter(({ stopId }) => leftOf.get(stopId)! < at).length + 1;
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const { moving } = drag;
    const position = placeAt(event);
    over.value = null;
    drag.end();
    if (stopsOf(moving) > 0) onMove(moving, route, position);
  };
  const begin = (event: DragEvent, stopId: string): void => {
    event.dataTransfer?.setData('text/plain', stopId);
    drag.begin({ stopIds: chosen.has(stopId) ? chosenInOrder(routes, chosen) : [stopId], parcelIds: [] });
  };
  const landingAt = (position: number): number => {
    const [before, after] = [rest[position - 2], rest[position - 1]].map((stop) => stop && leftOf.get(stop.stopId)!);
    if (after === undefined) return before === undefined ? x(route.departAt) : before + 1.6;
    return before === undefined ? after - 1.6 : (before + after) / 2;
  };
  const weighed = over.value === null ? undefined : drag.at(route.routeId, over.value);
  const late = route.stops.filter(({ late_s }) => late_s > 0).length;
  return (
    <div
      class={['lane', choice.routeId === route.routeId && 'open', over.value !== null && 'over']
        .filter(Boolean)
        .join(' ')}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = placeAt(event);
      }}
      onDragLeave={(event) => {
        // from one part of the lane to another it is not left
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) over.value = null;
      }}
      onDrop={drop}
    >
      <button
        class="lane-name"
        type="button"
        onClick={() => choice.openRoute(choice.routeId === route.routeId ? null : route.routeId)}
      >
        <i style={{ background: route.colour }} />
        <b>{route.name}</b>
        {weighed ? (
          <small class={weighed.cost.late > 0 || weighed.room < 0 ? 'stop' : undefined} data-drag-cost>
            {moreSaid(weighed.cost)} · {t('routes.roomLeft', { n: weighed.room })}
          </small>
        ) : (
          <small>
            {late > 0
              ? t('routes.lateStops', { n: late })
              : route.driverId
                ? nameOf(route.driverId)
                : t(`route.${route.state}`)}
          </small>
        )}
      </button>
      <div class="track">
        <span
          class="drive"
          style={{
            left: `${x(route.departAt)}%`,
            width: `${x(route.endAt) - x(route.departAt)}%`,
            background: route.colour,
          }}
        />
        {route.stops.map((stop) => (
          <button
            key={stop.stopId}
            data-stop={stop.stopId}
            type="button"
            class={[
              'block',
              stop.state,
              stop.late_s > 0 && 'late',
              stop.locked && 'locked',
              stop.pinned && 'pinned',
              chosen.has(stop.stopId) && 'chosen',
            ]
              .filter(Boolean)
              .join(' ')}
            style={{ left: `${leftOf.get(stop.stopId)}%`, background: stop.late_s > 0 ? undefined : route.colour }}
            title={`${route.name} ${stop.position} · ${when(stop.doneAt ?? stop.etaAt)}${stop.dueAt ? ` ≤ ${when(stop.dueAt)}` : ''}`}
            draggable={!stop.locked && stop.state === 'planned'}
            onDragStart={(event) => begin(event, stop.stopId)}
            onDragEnd={drag.end}
            onClick={(event) => choice.pick(route, stop.stopId, event)}
          >
            {isReadable && stop.position}
          </button>
        ))}
        {over.value !== null && (
          <span class="landing" data-landing={over.value} style={{ left: `${landingAt(over.value)}%` }} />
        )}
        {x(now) > 0 && x(now) < 100 && <span class="now-line" style={{ left: `${x(now)}%` }} />}
      </div>
    </div>
  );
}
