import { useSignal } from '@preact/signals';
import { go, href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { Refused, post } from '../../link/http.ts';
import { newIdByTime } from '../../link/ids.ts';
import { useLayout } from '../../link/layout.ts';
import type { WaveCancelled, WavePlanned, WaveShown } from '../../link/wire.ts';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { told } from '../../parts/Undo.tsx';
import { t } from '../../words/t.ts';
import { LeftOut } from './LeftOut.tsx';

interface PlanWaveProps {
  siteId: string;
  onClose: () => void;
  again: () => void;
}

/** Takes the due orders of a cut-off, puts them on carts and launches them. */
export function PlanWave({ siteId, onClose, again }: PlanWaveProps) {
  const layout = useLayout();
  const cutOffId = useSignal('');
  const cartSlots = useSignal('12');
  const partly = useSignal(false);
  const act = useAct();
  const waveId = useSignal<string | null>(null);
  const isStopping = useSignal(false);
  const plan = async (): Promise<void> => {
    waveId.value = newIdByTime();
    const json = {
      siteId,
      waveId: waveId.value,
      ...(cartSlots.value !== '' && { cartSlots: Number(cartSlots.value) }),
      partly: partly.value,
      ...(cutOffId.value && { cutOffId: cutOffId.value }),
    };
    const planned = await act.run('plan', () => post<WavePlanned>('/v1/waves', json));
    again();
    if (planned === undefined || isStopping.value) return;
    onClose();
    go(href('waves', planned.waveId));
  };
  const stop = async (): Promise<void> => {
    if (act.busy.value === null) return onClose();
    if (isStopping.value) return;
    isStopping.value = true;
    try {
      const { orders } = await post<WaveCancelled>(`/v1/waves/${waveId.value}/cancel`, { siteId });
      told({ text: orders === 0 ? t('waves.stoppedEarly') : t('waves.stopped', { n: orders }) });
    } catch (error) {
      const isLate = error instanceof Refused && error.code === 'wave_on_floor';
      told({ text: t(isLate ? 'waves.tooLate' : 'waves.notStopped') });
      if (isLate) go(href('waves', waveId.value!));
    }
    onClose();
    again();
  };
  const trouble = act.trouble.value;
  const left =
    trouble instanceof Refused && trouble.code === 'nothing_due' ? (trouble.told.details as WaveShown['leftOut']) : [];
  return (
    <FormDialog
      title={t('waves.plan')}
      act={act}
      name="plan"
      send={t('waves.launch')}
      working={t(isStopping.value ? 'waves.stopping' : 'waves.planning')}
      leave={t(act.busy.value === null ? 'do.cancel' : 'waves.stop')}
      onSend={plan}
      onClose={() => void stop()}
    >
      {left?.length > 0 && <LeftOut left={left} />}
      <Field label={t('waves.cutOff')}>
        <Select
          value={cutOffId.value}
          none={t('waves.allDue')}
          choices={(layout.value?.cutOffs ?? []).map((cutOff) => [cutOff.cutOffId, cutOff.name])}
          onChoose={(id) => (cutOffId.value = id)}
        />
      </Field>
      <Field label={t('waves.slots')} hint={t('waves.slotsHint')} path="cartSlots">
        <Input type="number" min={1} max={40} value={cartSlots.value} onText={(text) => (cartSlots.value = text)} />
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={partly.value}
          onChange={(event) => (partly.value = event.currentTarget.checked)}
        />
        {t('waves.partly')}
      </label>
    </FormDialog>
  );
}
