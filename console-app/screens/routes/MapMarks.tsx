import { usePeople } from '../../link/people.ts';
import { span, km } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import type { Stop } from '../../link/wire.ts';
import { around } from './apart.ts';
import type { Choice } from './choice.ts';
import { sinceSaid } from './PoolDoor.tsx';
import type { Flat, Project } from './projection.ts';
import type { Board, BoardRoute } from './useBoard.ts';

interface MarksProps {
  board: Board;
  choice: Choice;
  chosen: ReadonlySet<string>;
  project: Project;
  /** Metres a pixel: marks keep their size on the screen. */
  mpp: number;
}

/** A position older than this may be wrong by kilometres. */
const old_s = 300;
/** Numbers are written where so few stops are on the board that they can be read. */
const numbered = 260;

export function MapMarks({ board, choice, chosen, project, mpp }: MarksProps) {
  const { routes = [], pool, layout } = board;
  const nameOf = usePeople();
  const depot = layout ? project(layout) : { x: 0, y: 0 };
  const stops = routes.reduce((sum, route) => sum + route.stops.length, 0);
  const marks = [...routes.flatMap((route) => route.stops), ...(pool?.doors ?? [])];
  const offsets = new Map(around(marks).map((offset, at) => [marks[at]!, offset]));
  const placeOf = (mark: (typeof marks)[number], r: number): Flat => {
    const [at, off] = [project(mark), offsets.get(mark)!];
    return { x: at.x + off.x * r, y: at.y + off.y * r };
  };
  return (
    <g>
      {(layout?.zones ?? []).map(({ zoneId, name, polygon }) => {
        const corners = polygon.map(project);
        return (
          <g key={zoneId} class="zone">
            <polygon points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
            <text {...middleOf(corners)} font-size={11 * mpp}>
              {name}
            </text>
          </g>
        );
      })}
      {[5_000, 10_000, 20_000].map((radius) => (
        <g key={radius} class="ring">
          <circle cx={depot.x} cy={depot.y} r={radius} />
          <text x={depot.x} y={depot.y - radius - 3 * mpp} font-size={10 * mpp}>
            {km(radius)}
          </text>
        </g>
      ))}
      {routes.map((route) => (
        <polyline
          key={route.routeId}
          class={lineClass(route, choice.routeId)}
          style={{ stroke: route.colour }}
          points={wayOf(route, project, depot)
            .map(({ x, y }) => `${x},${y}`)
            .join(' ')}
        />
      ))}
      {routes.flatMap((route) => {
        const homes = [route.fromHome, route.end].flatMap((home) => (home ? [project(home)] : []));
        return homes.map(({ x, y }, at) => (
          <g key={`${route.routeId} ${at}`} class="home" transform={`translate(${x} ${y}) scale(${mpp})`}>
            <title>{t('routes.homeOf', { vehicle: route.vehicle })}</title>
            <path d="M-7 6V-1L0 -7L7 -1V6Z" style={{ fill: route.colour }} />
          </g>
        ));
      })}
      {routes.map((route) => (
        <g
          key={route.routeId}
          class={choice.routeId !== null && choice.routeId !== route.routeId ? 'stops dim' : 'stops'}
        >
          {route.stops.toSorted(failedLast).map((stop) => {
            const isOpen = choice.routeId === route.routeId;
            const r = (isOpen ? 9 : stops > numbered ? 4.5 : 7) * mpp;
            const { x, y } = placeOf(stop, r);
            return (
              <g
                key={stop.stopId}
                class={['stop', stop.state, stop.late_s > 0 && 'late', chosen.has(stop.stopId) && 'chosen']
                  .filter(Boolean)
                  .join(' ')}
                data-stop={stop.stopId}
                onPointerDown={(event) => event.stopPropagation()}
                onClick={(event) => choice.pick(route, stop.stopId, event)}
              >
                <title>{stopTitle(route, stop.position, stop.late_s)}</title>
                {stop.late_s > 0 && <circle class="halo" cx={x} cy={y} r={r + 4 * mpp} />}
                <circle cx={x} cy={y} r={r} style={{ fill: route.colour }} />
                {(isOpen || stops <= numbered) && (
                  <text x={x} y={y} font-size={(isOpen ? 10 : 8) * mpp}>
                    {stop.position}
                  </text>
                )}
              </g>
            );
          })}
        </g>
      ))}
      {(pool?.doors ?? []).map((door) => {
        const { x, y } = placeOf(door, 7 * mpp);
        const side = 9 * mpp;
        return (
          <rect
            key={door.parcels[0]?.parcelId}
            data-pool={door.parcels[0]?.sscc}
            class={door.reason ? 'pool-door why' : 'pool-door'}
            x={x - side / 2}
            y={y - side / 2}
            width={side}
            height={side}
          >
            <title>{door.reason?.text ?? sinceSaid(door)}</title>
          </rect>
        );
      })}
      <g class="depot" transform={`translate(${depot.x} ${depot.y}) scale(${mpp})`}>
        <rect x="-13" y="-13" width="26" height="26" rx="7" />
        <path d="M-7 6V-2L0 -7L7 -2V6M-3.500 6V1H3.500V6" />
      </g>
      {board.seen.map(({ driverId, lat, lon, age_s }) => {
        const { x, y } = project({ lat, lon });
        return (
          <g key={driverId} class={age_s > old_s ? 'van old' : 'van'} transform={`translate(${x} ${y}) scale(${mpp})`}>
            <title>{`${nameOf(driverId)} · ${t('time.ago', { span: span(age_s * 1_000) })}`}</title>
            <circle r="11" />
            <path d="M-6 -3H2V3H-6ZM2 -1H4.500L6 1V3H2" />
          </g>
        );
      })}
    </g>
  );
}

/** From a home to the site, over the doors, and to where the route ends. */
function wayOf({ fromHome, stops, returnsTo, end }: BoardRoute, project: Project, depot: Flat): Flat[] {
  const last = returnsTo === 'site' ? [depot] : end ? [project(end)] : [];
  return [...(fromHome ? [project(fromHome)] : []), depot, ...stops.map(project), ...last];
}

/** What failed lies over its neighbours. */
const failedLast = (one: Stop, other: Stop): number =>
  Number(one.state === 'failed') - Number(other.state === 'failed') || one.position - other.position;

const lineClass = ({ routeId, state }: BoardRoute, openId: string | null): string =>
  ['way', state, openId === routeId && 'open', openId !== null && openId !== routeId && 'dim']
    .filter(Boolean)
    .join(' ');

const stopTitle = ({ name }: BoardRoute, position: number, late_s: number): string =>
  `${name} · ${position}${late_s > 0 ? ` · ${t('routes.lateBy', { span: span(late_s * 1_000) })}` : ''}`;

function middleOf(corners: Flat[]): Flat {
  const sum = corners.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / corners.length, y: sum.y / corners.length };
}
