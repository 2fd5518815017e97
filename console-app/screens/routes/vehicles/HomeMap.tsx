import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { SiteLayout } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { t } from '../../../words/t.ts';
import { type Flat, isSeen, pointerOn, projectionAt, type Spot, spotsAround, viewOf, zoomed } from '../projection.ts';
import { Depot, Ground } from '../zones/Ground.tsx';

interface HomeMapProps {
  layout: SiteLayout;
  /** Null: nobody has said yet where it is. */
  home: Spot | null;
  onHome: (home: Spot) => void;
}

const shape = 2;
const rings_m = [5_000, 10_000, 20_000];
const edges = [
  { x: -10_000, y: -10_000 },
  { x: 10_000, y: 10_000 },
];
/** A dialog is so wide; marks keep their size. */
const wide = Math.min(560, document.documentElement.clientWidth);
const steps: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Of an arrow; with the shift key one. */
const step_px = 10;

/** Where a vehicle stands at night: a click sets its mark, and so do the arrows. */
export function HomeMap({ layout, home, onHome }: HomeMapProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const project = useMemo(() => projectionAt(layout), [layout.lat, layout.lon]);
  const mark = home && project(home);
  const around = (at: Flat | null) => viewOf(at ? [...edges, at] : edges, shape);
  const seen = useSignal(around(mark));
  // what is typed may lie beyond what is seen
  const view = mark && !isSeen(seen.value, mark) ? around(mark) : seen.value;
  const mpp = view.width / wide;
  const set = (at: Flat): void => onHome(spotsAround(layout)(at));
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const zoom = (by: number): void => {
    seen.value = zoomed(view, by, mark ?? middle);
  };
  const press = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const by = (event.shiftKey ? 1 : step_px) * mpp;
    const from = mark ?? { x: 0, y: 0 };
    set({ x: from.x + step[0] * by, y: from.y + step[1] * by });
  };
  return (
    <div class="map drawing home-map">
      <svg
        ref={drawing}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        tabindex={0}
        role="application"
        aria-label={t('vehicle.homeMap')}
        onClick={(event) => set(pointerOn(drawing.current!, event))}
        onKeyDown={press}
      >
        <Ground layout={layout} project={project} mpp={mpp} rings_m={rings_m} />
        <Depot mpp={mpp} />
        {mark && (
          <g class="home set" transform={`translate(${mark.x} ${mark.y}) scale(${mpp * 1.4})`}>
            <path d="M-7 6V-1L0 -7L7 -1V6Z" />
          </g>
        )}
      </svg>
      <div class="map-keys">
        <Key small icon="plus" label={t('routes.zoomIn')} onPress={() => zoom(0.5)} />
        <Key small icon="minus" label={t('routes.zoomOut')} onPress={() => zoom(2)} />
        <Key small icon="target" label={t('routes.fit')} onPress={() => (seen.value = around(mark))} />
      </div>
    </div>
  );
}
