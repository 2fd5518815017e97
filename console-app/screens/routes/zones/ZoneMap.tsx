import { useMemo, useRef } from 'preact/hooks';
import type { SiteLayout } from '../../../link/wire.ts';
import { km } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { projectionAt, viewOf } from '../projection.ts';
import type { Corner } from './draft.ts';

interface ZoneMapProps {
  layout: SiteLayout;
  /** Undefined: nothing is being drawn. */
  corners: Corner[] | undefined;
  onCorner: (corner: Corner) => void;
}

const shape = 1.5;
const rings_m = [5_000, 10_000, 20_000];
/** Marks keep their size on a desk and on a phone. */
const wide = Math.min(900, document.documentElement.clientWidth);

/** The zones around the house. While one is drawn, each click is its next corner. */
export function ZoneMap({ layout, corners, onCorner }: ZoneMapProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const project = useMemo(() => projectionAt(layout), [layout.lat, layout.lon]);
  const reach = rings_m.at(-1)!;
  const edges = [
    { x: -reach, y: -reach },
    { x: reach, y: reach },
  ];
  const view = viewOf([...edges, ...layout.zones.flatMap(({ polygon }) => polygon.map(project))], shape);
  const mpp = view.width / wide;
  const click = (event: MouseEvent): void => {
    if (corners === undefined) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.current!.getScreenCTM()!.inverse());
    // the projection is linear: one degree to the north and to the east tell it all
    const [east, south] = [
      project({ lat: layout.lat, lon: layout.lon + 1 }).x,
      project({ lat: layout.lat + 1, lon: layout.lon }).y,
    ];
    onCorner({ lat: layout.lat + at.y / south, lon: layout.lon + at.x / east });
  };
  const points = (list: Corner[]): string =>
    list
      .map(project)
      .map(({ x, y }) => `${x},${y}`)
      .join(' ');
  return (
    <div class={corners ? 'map drawing' : 'map'}>
      <svg
        ref={drawing}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        role="img"
        aria-label={t('zones.map', { n: layout.zones.length })}
        onClick={click}
      >
        {layout.zones.map(({ zoneId, name, polygon }) => (
          <g key={zoneId} class="zone">
            <polygon points={points(polygon)} />
            <text {...project(middleOf(polygon))} font-size={12 * mpp}>
              {name}
            </text>
          </g>
        ))}
        {rings_m.map((radius) => (
          <g key={radius} class="ring">
            <circle cx={0} cy={0} r={radius} />
            <text x={0} y={-radius - 3 * mpp} font-size={10 * mpp}>
              {km(radius)}
            </text>
          </g>
        ))}
        {corners && (
          <g class="draft">
            <polygon points={points(corners)} />
            {corners.map((corner) => {
              const { x, y } = project(corner);
              return <circle key={`${corner.lat} ${corner.lon}`} cx={x} cy={y} r={4 * mpp} />;
            })}
          </g>
        )}
        <g class="depot" transform={`scale(${mpp})`}>
          <rect x="-13" y="-13" width="26" height="26" rx="7" />
          <path d="M-7 6V-2L0 -7L7 -2V6M-3.500 6V1H3.500V6" />
        </g>
      </svg>
    </div>
  );
}

function middleOf(corners: Corner[]): Corner {
  const sum = (of: (corner: Corner) => number) => corners.reduce((total, corner) => total + of(corner), 0);
  return { lat: sum(({ lat }) => lat) / corners.length, lon: sum(({ lon }) => lon) / corners.length };
}
