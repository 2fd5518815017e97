import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { DrivenRoute, SiteLayout, Track } from '../../../link/wire.ts';
import { clock, km } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { around } from '../apart.ts';
import { type Flat, projectionAt, scaleLength_m, viewOf } from '../projection.ts';
import { waysOf } from './ways.ts';

interface DrivenMapProps {
  route: DrivenRoute;
  track: Track['positions'];
  depot: SiteLayout | undefined;
  chosen: string | null;
  onChoose: (stopId: string) => void;
}

/** The doors in their order and the way over them and back: the driver's own positions where there are any. */
export function DrivenMap({ route, track, depot, chosen, onChoose }: DrivenMapProps) {
  const { stops } = route;
  const frame = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 640, height: 460 });
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      if (width > 0 && height > 0) size.value = { width, height };
    });
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);
  const home = depot ?? stops[0] ?? { lat: 37.5, lon: 127 };
  const project = useMemo(() => projectionAt(home), [home.lat, home.lon]);
  const spots = stops.map(project);
  const ways = waysOf(route, track, home);
  const [seen, guessed] = [ways.seen.map(project), ways.guessed.map(project)];
  const view = viewOf([...spots, ...seen, ...guessed], size.value.width / size.value.height);
  const mpp = view.width / size.value.width;
  const offsets = around(stops);
  const doors = stops.map((stop, at) => {
    const r = (chosen === stop.stopId ? 13 : 9) * mpp;
    return { stop, r, x: spots[at]!.x + offsets[at]!.x * r, y: spots[at]!.y + offsets[at]!.y * r };
  });
  const bar_m = scaleLength_m(view);
  const { x, y } = project(home);
  return (
    <div ref={frame} class="map driven-map">
      <svg
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        role="img"
        aria-label={t('driven.map', { n: stops.length })}
      >
        <Way class="driven-way" spots={seen} />
        <Way class="driven-way guessed" spots={guessed} />
        <g class="depot" transform={`translate(${x} ${y}) scale(${mpp})`}>
          <rect x="-11" y="-11" width="22" height="22" rx="6" />
          <path d="M-6 5V-2L0 -6L6 -2V5M-3 5V1H3V5" />
        </g>
        {doors.map((door) => (
          <g
            key={door.stop.stopId}
            data-stop={door.stop.position}
            class={`driven-door ${door.stop.state}${chosen === door.stop.stopId ? ' chosen' : ''}`}
            onClick={() => onChoose(door.stop.stopId)}
          >
            <title>{`${door.stop.position} · ${clock(door.stop.doneAt ?? door.stop.etaAt)}`}</title>
            <circle cx={door.x} cy={door.y} r={door.r} />
            <text x={door.x} y={door.y} font-size={10 * mpp}>
              {door.stop.position}
            </text>
          </g>
        ))}
      </svg>
      <div class="scale" style={{ width: `${bar_m / mpp}px` }}>
        {km(bar_m)}
      </div>
    </div>
  );
}

const Way = ({ spots, ...rest }: { spots: Flat[]; class: string }) =>
  spots.length > 1 ? <polyline {...rest} points={spots.map(({ x, y }) => `${x},${y}`).join(' ')} /> : null;
