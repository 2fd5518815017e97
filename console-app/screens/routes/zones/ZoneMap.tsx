import { useMemo, useRef } from 'preact/hooks';
import type { SiteLayout } from '../../../link/wire.ts';
import { t } from '../../../words/t.ts';
import { pointerOn, projectionAt, spotsAround, viewOf } from '../projection.ts';
import type { Corner } from './draft.ts';
import { Depot, Ground, pointsOf } from './Ground.tsx';

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
    if (corners !== undefined) onCorner(spotsAround(layout)(pointerOn(drawing.current!, event)));
  };
  return (
    <div class={corners ? 'map drawing' : 'map'}>
      <svg
        ref={drawing}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        role="img"
        aria-label={t('zones.map', { n: layout.zones.length })}
        onClick={click}
      >
        <Ground layout={layout} project={project} mpp={mpp} rings_m={rings_m} />
        {corners && (
          <g class="draft">
            <polygon points={pointsOf(corners, project)} />
            {corners.map((corner) => {
              const { x, y } = project(corner);
              return <circle key={`${corner.lat} ${corner.lon}`} cx={x} cy={y} r={4 * mpp} />;
            })}
          </g>
        )}
        <Depot mpp={mpp} />
      </svg>
    </div>
  );
}
