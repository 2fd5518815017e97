import { useSignal } from '@preact/signals';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { clock } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { type Moving, stopsOf } from './moving.ts';
import { parcelsOn } from './RouteCards.tsx';
import type { BoardRoute } from './useBoard.ts';

interface MoveStopsProps {
  routes: BoardRoute[];
  moving: Moving;
  onMove: (to: BoardRoute | null, position?: number) => void;
  onClose: () => void;
}

const open = ['planned', 'offered', 'assigned', 'accepted'];

/** The way to move stops without a mouse: arrows choose where to, digits the place there, Enter moves; their order stays. */
export function MoveStops({ routes, moving, onMove, onClose }: MoveStopsProps) {
  const position = useSignal('');
  /** By its route: the board behind goes on, and its list with it. */
  const chosen = useSignal<string | null | undefined>(undefined);
  const place = Math.round(Number(position.value)) || undefined;
  const onRoads = routes.filter(({ state, locked }) => open.includes(state) && !locked);
  // what waits in the pool is there already
  const targets = moving.parcelIds.length > 0 ? onRoads : [...onRoads, null];
  // one that has left meanwhile is none
  const at = chosen.value === undefined ? 0 : targets.findIndex((route) => idOf(route) === chosen.value);
  const move = (to: BoardRoute | null): void => (to === null ? onMove(null) : onMove(to, place));
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
    <Dialog title={t('routes.moveTitle', { n: stopsOf(moving) })} onClose={onClose}>
      <form
        class="stack"
        onKeyDown={walk}
        onSubmit={(event) => {
          event.preventDefault();
          const to = targets[at];
          if (to !== undefined) move(to);
        }}
      >
        <Field label={t('routes.position')} hint={t('routes.positionHint')}>
          <Input type="number" min={1} value={position.value} onText={(text) => (position.value = text)} />
        </Field>
        <ul class="targets">
          {targets.map((route, place) => (
            <li key={route?.routeId}>
              <button
                type="button"
                aria-current={place === at}
                onFocus={() => (chosen.value = idOf(route))}
                onClick={() => move(route)}
              >
                {route === null ? <ToPool /> : <Target route={route} />}
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

function Target({ route }: { route: BoardRoute }) {
  const most = route.capacity?.parcels ?? '–';
  return (
    <>
      <i style={{ background: route.colour }} />
      <b>{route.vehicle}</b>
      <span class="soft">
        {`${t('routes.parcelsOf', { n: parcelsOn(route), most })} · ${clock(route.departAt)}–${clock(route.endAt)}`}
      </span>
    </>
  );
}

function ToPool() {
  return (
    <>
      <Icon name="tray" size={16} />
      <span>{t('routes.toPool')}</span>
    </>
  );
}
