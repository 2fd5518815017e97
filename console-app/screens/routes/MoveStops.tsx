import { useSignal } from '@preact/signals';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
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

/** The way to move stops without a mouse: where to, and to which place; their order stays. */
export function MoveStops({ routes, moving, onMove, onClose }: MoveStopsProps) {
  const position = useSignal('');
  const at = Math.round(Number(position.value)) || undefined;
  return (
    <Dialog title={t('routes.moveTitle', { n: stopsOf(moving) })} onClose={onClose}>
      <div class="stack">
        <Field label={t('routes.position')} hint={t('routes.positionHint')}>
          <Input type="number" min={1} value={position.value} onText={(text) => (position.value = text)} />
        </Field>
        <ul class="targets">
          {routes
            .filter(({ state, locked }) => open.includes(state) && !locked)
            .map((route) => (
              <li key={route.routeId}>
                <button type="button" onClick={() => onMove(route, at)}>
                  <i style={{ background: route.colour }} />
                  <b>{route.vehicle}</b>
                  <span class="soft">
                    {`${t('routes.parcelsOf', { n: parcelsOn(route), most: route.capacity?.parcels ?? '–' })} · ${clock(route.departAt)}–${clock(route.endAt)}`}
                  </span>
                </button>
              </li>
            ))}
        </ul>
        {moving.parcelIds.length === 0 && (
          <Key icon="tray" onPress={() => onMove(null)}>
            {t('routes.toPool')}
          </Key>
        )}
      </div>
    </Dialog>
  );
}
