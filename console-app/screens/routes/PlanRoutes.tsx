import { type Signal, useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Plan, Vehicle } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { TimeField } from '../../parts/TimeField.tsx';
import { Figure } from '../../parts/Page.tsx';
import { km, now_ms, number } from '../../parts/time.ts';
import { Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { departureOf, readyAt } from './departure.ts';
import type { Board } from './useBoard.ts';

interface PlanRoutesProps {
  board: Board;
  onAddVehicle: () => void;
  onClose: () => void;
}

/** Puts what waits on vehicles; routes that are only planned may be planned anew along with it. */
export function PlanRoutes({ board, onAddVehicle, onClose }: PlanRoutesProps) {
  const cutOff = useSignal('');
  const seconds = useSignal('5');
  const departs = useSignal(readyAt(now_ms.peek()));
  const anew = useSignal(false);
  const without = useSignal<ReadonlySet<string>>(new Set());
  const done = useSignal<Plan | null>(null);
  const act = useAct();
  const replannable = (board.routes ?? []).filter(({ state, locked }) => state === 'planned' && !locked);
  const departure = departureOf(departs.value, now_ms.value);
  const vehicleIds = board.vehicles.map(({ vehicleId }) => vehicleId).filter((id) => !without.value.has(id));
  const plan = async (): Promise<void> => {
    const json = {
      siteId: board.siteId,
      departAt: departure?.departAt,
      seconds: Math.min(60, Math.max(0.1, Number(seconds.value) || 5)),
      ...(cutOff.value && { cutOff: cutOff.value }),
      ...(without.value.size > 0 && { vehicleIds }),
      ...(anew.value && { routeIds: replannable.map(({ routeId }) => routeId) }),
    };
    const planned = await act.run('plan', () => post<Plan>('/v1/route-plans', json));
    if (planned === undefined) return;
    board.meet(planned.routes);
    board.again();
    done.value = planned;
  };
  if (done.value) {
    const { summary, unassigned } = done.value;
    return summary.parcels + unassigned.length > 0 ? (
      <Planned plan={done.value} onClose={onClose} />
    ) : (
      <NothingWaits cutOff={cutOff.value} onAgain={() => (done.value = null)} onClose={onClose} />
    );
  }
  return (
    <FormDialog
      title={t('routes.plan')}
      act={act}
      name="plan"
      send={t(act.busy.value ? 'routes.planning' : 'routes.planDo')}
      isWhole={vehicleIds.length > 0 && departure !== undefined}
      onSend={plan}
      onClose={onClose}
    >
      <div class="two-fields">
        <Field label={t('waves.cutOff')}>
          <Select
            value={cutOff.value}
            none={t('routes.allWaiting')}
            choices={(board.layout?.cutOffs ?? []).map(({ name }) => [name, name])}
            onChoose={(name) => (cutOff.value = name)}
          />
        </Field>
        <TimeField
          label={t('routes.departsFrom')}
          hint={departure?.isTomorrow ? t('routes.tomorrow') : t('routes.departsHint')}
          name="departs"
          value={departs.value}
          onText={(text) => (departs.value = text)}
        />
        <Field label={t('routes.seconds')} hint={t('routes.secondsHint')}>
          <Input type="number" min={1} max={60} value={seconds.value} onText={(text) => (seconds.value = text)} />
        </Field>
      </div>
      <VehiclePills vehicles={board.vehicles} without={without} onAddVehicle={onAddVehicle} />
      {replannable.length > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={anew.value}
            onChange={(event) => (anew.value = event.currentTarget.checked)}
          />
          {t('routes.anew', { n: replannable.length })}
        </label>
      )}
    </FormDialog>
  );
}

interface VehiclePillsProps {
  vehicles: Vehicle[];
  without: Signal<ReadonlySet<string>>;
  onAddVehicle: () => void;
}

/** All that are not left out by a touch. */
function VehiclePills({ vehicles, without, onAddVehicle }: VehiclePillsProps) {
  const leaveOut = (vehicleId: string): void => {
    const next = new Set(without.value);
    if (!next.delete(vehicleId)) next.add(vehicleId);
    without.value = next;
  };
  return (
    <fieldset>
      <legend>{t('routes.vehicles')}</legend>
      <div class="pills wrap">
        {vehicles.map(({ vehicleId, code, shift }) => (
          <button
            key={vehicleId}
            class="pill"
            type="button"
            aria-pressed={!without.value.has(vehicleId)}
            onClick={() => leaveOut(vehicleId)}
          >
            {code} <span class="soft">{`${clockAt(shift.fromMinute)}–${clockAt(shift.toMinute)}`}</span>
          </button>
        ))}
        <Key small icon="plus" data-do="add-vehicle" onPress={onAddVehicle}>
          {t('routes.addVehicle')}
        </Key>
      </div>
    </fieldset>
  );
}

/** A minute of the day as the wall of the site shows it; those after midnight belong to the shift of the evening. */
const clockAt = (minute: number): string =>
  [Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

function Planned({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { summary, unassigned } = plan;
  return (
    <Dialog
      title={t('routes.planned')}
      onClose={onClose}
      foot={
        <Key kind="main" onPress={onClose}>
          {t('routes.see')}
        </Key>
      }
    >
      <div class="figures">
        <Figure label={t('routes.routesMade')} value={number(summary.routes)} />
        <Figure label={t('routes.stopsMade')} value={number(summary.stops)} />
        <Figure label={t('routes.parcelsMade')} value={number(summary.parcels)} />
        <Figure label={t('routes.way')} value={km(summary.distance_m)} />
        <Figure label={t('routes.late')} value={number(summary.late)} tone={summary.late > 0 ? 'stop' : 'good'} />
        <Figure
          label={t('routes.left')}
          value={number(unassigned.length)}
          tone={unassigned.length > 0 ? 'stop' : 'good'}
        />
      </div>
    </Dialog>
  );
}

interface NothingWaitsProps {
  cutOff: string;
  onAgain: () => void;
  onClose: () => void;
}

/** Nothing was planned, and what has to happen first. */
function NothingWaits({ cutOff, onAgain, onClose }: NothingWaitsProps) {
  return (
    <Dialog
      title={t('routes.plan')}
      onClose={onClose}
      foot={
        cutOff === '' ? (
          <a class="key main" href={href('waves')}>
            {t('routes.toWaves')}
          </a>
        ) : (
          <Key kind="main" onPress={onAgain}>
            {t('routes.otherCutOff')}
          </Key>
        )
      }
    >
      <Empty
        icon="box"
        title={cutOff === '' ? t('routes.nothing') : t('routes.nothingFor', { cutOff })}
        hint={t('routes.nothingHint')}
      />
    </Dialog>
  );
}
