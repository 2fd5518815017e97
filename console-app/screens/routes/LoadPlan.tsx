import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { LoadPlanShown } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { Wait } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import type { BoardRoute } from './useBoard.ts';

/** Where in the vehicle each parcel goes, in the order of loading: the last stop's first. */
export function LoadPlan({ route, onClose }: { route: BoardRoute; onClose: () => void }) {
  const act = useAct();
  const plan = useSignal<LoadPlanShown | null>(null);
  useEffect(() => {
    void act
      .run('plan', () => post<LoadPlanShown>(`/v1/routes/${route.routeId}/load-plan`, {}))
      .then((found) => (plan.value = found ?? null));
  }, [route.routeId]);
  const parcels = new Map(
    route.stops.flatMap(({ position, parcels }) =>
      parcels.map(({ parcelId, sscc }) => [parcelId, { position, sscc }] as const),
    ),
  );
  return (
    <Dialog
      title={t('load.title', { vehicle: route.name })}
      onClose={onClose}
      foot={
        <Key kind="main" onPress={onClose}>
          {t('do.close')}
        </Key>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <p class="soft">{t('load.lead')}</p>
        {plan.value === null && !act.trouble.value && <Wait rows={6} />}
        {plan.value?.isWhole === false && <p class="problems">{t('load.partly')}</p>}
        {plan.value && (
          <ol class="load-plan">
            {plan.value.places.map(({ parcelId, turn, depth, side, z_mm }) => (
              <li key={parcelId}>
                <span class="no" style={{ background: route.colour }}>
                  {turn}
                </span>
                <span class="grow">
                  <b>{`${said('depth', depth)} · ${said('side', side)}`}</b>
                  <small class="soft">{t(z_mm === 0 ? 'load.onFloor' : 'load.onTop')}</small>
                </span>
                <span class="end">
                  {t('load.stop', { n: parcels.get(parcelId)?.position ?? '–' })}
                  <small class="soft">…{parcels.get(parcelId)?.sscc.slice(-6)}</small>
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Dialog>
  );
}
