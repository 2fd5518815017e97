import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { post } from '../../link/http.ts';
import type { MoveCosts } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { clock, when } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { moreSaid } from './cost.ts';
import { type Moving, sent, stopsOf } from './moving.ts';
import { parcelsOn } from './parcelsOn.ts';
import type { BoardRoute } from './useBoard.ts';

interface MoveStopsProps {
  siteId: string;
  routes: BoardRoute[];
  moving: Moving;
  onMove: (to: BoardRoute | null, position?: number) => void;
  onClose: () => void;
}

const open = ['planned', 'offered', 'assigned', 'accepted'];

/** The way to move stops without a mouse: arrows choose where to, digits the place there, Enter moves; their order stays. */
export function MoveStops({ siteId, routes, moving, onMove, onClose }: MoveStopsProps) {
  const costs = useSignal<MoveCosts | null>(null);
  const weighed = useRef(Promise.resolve());
  const left = useRef(false);
  const moved = useRef(false);
  useEffect(() => {
    weighed.current = post<MoveCosts>('/v1/stops/weigh', sent(moving, siteId)).then(
      (found) => void (costs.value = found),
      // a dialog that is not told goes on without: the move says whatever there is to say
      () => undefined,
    );
    return () => {
      left.current = true;
    };
  }, []);
  const position = useSignal('');
  /** By its route: the board behind goes on, and its list with it. */
  const chosen = useSignal<string | null | undefined>(undefined);
  const typed = position.value.trim();
  const place = typed === '' ? undefined : Number(typed);
  const onRoads = routes.filter(({ state, locked }) => open.includes(state) && !locked);
  // what waits in the pool is there already
  const targets = moving.parcelIds.length > 0 ? onRoads : [...onRoads, null];
  // one that has left meanwhile is none
  const at = chosen.value === undefined ? 0 : targets.findIndex((route) => idOf(route) === chosen.value);
  const laneOf = (route: BoardRoute) => costs.value?.lanes.find(({ routeId }) => routeId === route.routeId);
  /** What was weighed begins behind the stops that keep their place. */
  const placesOf = (route: BoardRoute): { from: number; to: number } => {
    const places = laneOf(route)?.places ?? [];
    const staying = route.stops.filter(({ stopId }) => !moving.stopIds.includes(stopId));
    return { from: places[0]?.position ?? 1, to: places.at(-1)?.position ?? staying.length + 1 };
  };
  const isPlaceOn = (route: BoardRoute): boolean => {
    const { from, to } = placesOf(route);
    return place === undefined || (Number.isInteger(place) && place >= from && place <= to);
  };
  const target = targets[at];
  const bounds = target ? placesOf(target) : { from: 1, to: 1 };
  const isWrong = target != null && !isPlaceOn(target);
  /** Told no place it goes where it costs least, which a quick hand waits for; where nobody can tell, to the end. */
  const move = async (to: BoardRoute | null): Promise<void> => {
    if (to !== null && !isPlaceOn(to)) {
      // the field says why, of this route
      chosen.value = idOf(to);
      return;
    }
    if (moved.current) return;
    moved.current = true;
    if (to !== null && place === undefined) await weighed.current;
    if (left.current) return;
    onMove(to, to === null ? undefined : (place ?? bestOf(laneOf(to))?.position));
  };
  const walk = (event: KeyboardEvent): void => {
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = targets[(at + by + targets.length) % Math.max(1, targets.length)];
    chosen.value = idOf(next);
    // whoever walked by Tab goes on from here
    const rows = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.targets button');
    if (event.target instanceof HTMLButtonElement) rows[targets.indexOf(next!)]?.focus();
    else rows[targets.indexOf(next!)]?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title={titleOf(routes, moving)} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onKeyDown={walk}
        onSubmit={(event) => {
          event.preventDefault();
          if (target !== undefined) void move(target);
        }}
      >
        <Field
          label={t('routes.position')}
          hint={t('routes.positionHint')}
          problem={isWrong ? t('routes.positionWrong', { ...bounds, vehicle: target.name }) : undefined}
        >
          <Input
            type="number"
            min={bounds.from}
            max={bounds.to}
            value={position.value}
            onText={(text) => (position.value = text)}
          />
        </Field>
        <ul class="targets">
          {targets.map((route, index) => (
            <li key={route?.routeId}>
              <button
                type="button"
                aria-current={index === at}
                onFocus={() => (chosen.value = idOf(route))}
                onClick={() => void move(route)}
              >
                {route === null ? (
                  <ToPool cost={costs.value?.pool ?? undefined} />
                ) : (
                  <Target route={route} lane={isPlaceOn(route) ? laneOf(route) : undefined} place={place} />
                )}
              </button>
            </li>
          ))}
        </ul>
        <p class="soft">{t('routes.moveKeys')}</p>
      </form>
    </Dialog>
  );
}

const idOf = (route: BoardRoute | null | undefined) => (route === null ? null : route?.routeId);

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** One stop by its number, vehicle and district; of several their number. */
function titleOf(routes: BoardRoute[], moving: Moving): string {
  const [stopId, ...others] = moving.stopIds;
  if (stopId === undefined) return t('routes.moveDoor');
  const route = routes.find(({ stops }) => stops.some((stop) => stop.stopId === stopId));
  const stop = route?.stops.find((one) => one.stopId === stopId);
  if (others.length > 0 || route === undefined || stop === undefined)
    return t('routes.moveTitle', { n: stopsOf(moving) });
  const title = t('routes.moveOne', { n: stop.position, vehicle: route.name });
  return stop.area === null ? title : `${title} · ${stop.area}`;
}

type Lane = MoveCosts['lanes'][number] | undefined;

/** Where nobody gets anything late by it, or as few as can be; of these the quickest. */
const bestOf = (lane: Lane) =>
  lane?.places.toSorted((one, other) => one.late - other.late || one.duration_s - other.duration_s)[0];

interface TargetProps {
  route: BoardRoute;
  lane: Lane;
  /** Absent: where it costs least. */
  place: number | undefined;
}

/** A route with what moving there would cost, and where it would cost least. */
function Target({ route, lane, place }: TargetProps) {
  const most = route.capacity?.parcels ?? '–';
  const best = bestOf(lane);
  const there = place === undefined ? best : lane?.places.find((one) => one.position === place);
  return (
    <>
      <i style={{ background: route.colour }} />
      <b>{route.name}</b>
      <span class="soft grow">
        {`${t('routes.parcelsOf', { n: parcelsOn([route]), most })} · ${when(route.departAt)}–${clock(route.endAt)}`}
      </span>
      {there && best && (
        <span class={there.late > 0 ? 'cost stop' : 'cost'} data-cost>
          {moreSaid(there)}
          <small class="soft">
            {best.position === there.position
              ? t('routes.atPlace', { n: there.position })
              : t('routes.best', { n: `${best.position} · ${moreSaid(best)}` })}
          </small>
        </span>
      )}
    </>
  );
}

function ToPool({ cost }: { cost: Parameters<typeof moreSaid>[0] | undefined }) {
  return (
    <>
      <Icon name="tray" size={16} />
      <span class="grow">{t('routes.toPool')}</span>
      {cost && (
        <span class="cost" data-cost>
          {moreSaid(cost)}
        </span>
      )}
    </>
  );
}
