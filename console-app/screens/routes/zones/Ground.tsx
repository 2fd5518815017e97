import type { SiteLayout } from '../../../link/wire.ts';
import { km } from '../../../parts/time.ts';
import type { Project } from '../projection.ts';
import type { Corner } from './draft.ts';

interface GroundProps {
  layout: SiteLayout;
  project: Project;
  /** Metres a pixel: marks keep their size. */
  mpp: number;
  rings_m: number[];
}

export const pointsOf = (corners: Corner[], project: Project): string =>
  corners
    .map(project)
    .map(({ x, y }) => `${x},${y}`)
    .join(' ');

/** What a map of a site has to begin with: its delivery zones, and how far things are from it. */
export function Ground({ layout, project, mpp, rings_m }: GroundProps) {
  return (
    <>
      {layout.zones.map(({ zoneId, name, polygon }) => (
        <g key={zoneId} class="zone">
          <polygon points={pointsOf(polygon, project)} />
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
    </>
  );
}

/** The site in the middle of its map. */
export function Depot({ mpp }: { mpp: number }) {
  return (
    <g class="depot" transform={`scale(${mpp})`}>
      <rect x="-13" y="-13" width="26" height="26" rx="7" />
      <path d="M-7 6V-2L0 -7L7 -2V6M-3.500 6V1H3.500V6" />
    </g>
  );
}

function middleOf(corners: Corner[]): Corner {
  const sum = (of: (corner: Corner) => number) => corners.reduce((total, corner) => total + of(corner), 0);
  return { lat: sum(({ lat }) => lat) / corners.length, lon: sum(({ lon }) => lon) / corners.length };
}
