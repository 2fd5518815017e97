import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { clock, km } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import type { Choice } from './choice.ts';
import { MapMarks } from './MapMarks.tsx';
import { type Flat, type View, projectionAt, scaleLength_m, viewOf, zoomed } from './projection.ts';
import type { Board } from './useBoard.ts';

/** The city as its stops draw it: no tiles from elsewhere, so no address ever leaves the house. */
export function RouteMap({ board, choice }: { board: Board; choice: Choice }) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 800, height: 460 });
  const moved = useSignal<View | null>(null);
  const { layout, routes = [], pool } = board;
  const middle = layout ?? { lat: 37.5, lon: 127 };
  const project = useMemo(() => projectionAt(middle), [middle.lat, middle.lon]);
  const spots = useMemo(
    () =>
      [
        ...routes.flatMap(({ stops, fromHome, end }) => [...stops, ...[fromHome, end].flatMap((home) => home ?? [])]),
        ...(pool?.doors ?? []),
        ...(layout?.zones ?? []).flatMap(({ polygon }) => polygon),
      ].map(project),
    [
      routes.length,
      routes.reduce((sum, { stops }) => sum + stops.length, 0),
      pool?.doors.length,
      layout?.zones.length,
      project,
    ],
  );
  const shape = size.value.width / size.value.height;
  const view = moved.value ?? viewOf(spots, shape);
  const mpp = view.width / size.value.width;
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      if (width > 0 && height > 0) size.value = { width, height };
      moved.value = null;
    });
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);
  const pointAt = (event: MouseEvent): Flat => {
    const box = frame.current!.getBoundingClientRect();
    return { x: view.x + (event.clientX - box.left) * mpp, y: view.y + (event.clientY - box.top) * mpp };
  };
  const zoom = (by: number): void => {
    moved.value = zoomed(view, by, { x: view.x + view.width / 2, y: view.y + view.height / 2 });
  };
  const drag = (event: PointerEvent): void => {
    const from = { x: event.clientX, y: event.clientY, view };
    const move = (to: PointerEvent): void => {
      moved.value = {
        ...from.view,
        x: from.view.x - (to.clientX - from.x) * mpp,
        y: from.view.y - (to.clientY - from.y) * mpp,
      };
    };
    const end = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  };
  useEffect(() => {
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      moved.value = zoomed(view, 1.0015 ** event.deltaY, pointAt(event));
    };
    const element = frame.current!;
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  });
  // Zooming in steps of a tenth keeps marks at their size without drawing them anew at each turn of the wheel.
  const step = 1.1 ** Math.round(Math.log(mpp) / Math.log(1.1));
  const chosen = choice.stopIds.value;
  const marks = useMemo(
    () => <MapMarks board={board} choice={choice} chosen={chosen} project={project} mpp={step} />,
    [
      board.routes?.map(({ routeId, version, state }) => `${routeId}${version}${state}`).join(),
      pool,
      layout,
      board.seen,
      chosen,
      choice.routeId,
      step,
      project,
    ],
  );
  const bar_m = scaleLength_m(view);
  return (
    <div ref={frame} class="map" onPointerDown={drag}>
      <svg
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        role="img"
        aria-label={t('routes.map', { n: spots.length })}
      >
        {marks}
      </svg>
      <div class="map-keys" onPointerDown={(event) => event.stopPropagation()}>
        <Key small icon="plus" label={t('routes.zoomIn')} onPress={() => zoom(0.6)} />
        <Key small icon="minus" label={t('routes.zoomOut')} onPress={() => zoom(1.6)} />
        <Key small icon="target" label={t('routes.fit')} onPress={() => (moved.value = null)} />
      </div>
      <div class="scale" style={{ width: `${bar_m / mpp}px` }}>
        {km(bar_m)}
      </div>
      {board.seen.length > 0 && (
        <div class="seen">
          <Icon name="load" size={16} />{' '}
          {t('routes.seen', {
            at: clock(
              board.seen
                .map(({ at }) => at)
                .toSorted()
                .at(-1)!,
            ),
          })}
        </div>
      )}
    </div>
  );
}
