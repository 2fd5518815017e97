import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import { Field, Input } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { Hours } from '../../../parts/Hours.tsx';
import { t } from '../../../words/t.ts';
import { isWhole as isPlaced, usual, written } from './abilities.ts';
import { AbilityFields } from './AbilityFields.tsx';
import { minutesOf } from './minutes.ts';
import { useSkillList } from './useSkills.ts';

interface AddVehicleProps {
  siteId: string;
  onClose: () => void;
}

export function AddVehicle({ siteId, onClose }: AddVehicleProps) {
  const asked = useSignal({ code: 'VEH-', parcels: '120', kg: '900', m3: '6', from: '22:00', to: '08:00' });
  const abilities = useSignal(usual);
  const skills = useSkillList(siteId);
  const act = useAct();
  const text = (name: keyof typeof asked.value) => ({
    value: asked.value[name],
    onText: (value: string) => (asked.value = { ...asked.value, [name]: value }),
  });
  const room = [asked.value.parcels, asked.value.kg, asked.value.m3];
  const isWhole =
    /^VEH-[A-Z0-9-]+$/i.test(asked.value.code.trim()) &&
    room.every((text) => Number(text) > 0) &&
    minutesOf(asked.value) !== undefined &&
    isPlaced(abilities.value);
  const add = async (): Promise<void> => {
    const { code, parcels, kg, m3 } = asked.value;
    const json = {
      siteId,
      code: code.trim(),
      capacity: {
        parcels: Number(parcels),
        weight_g: Math.round(Number(kg) * 1_000),
        volume_cm3: Math.round(Number(m3) * 1_000_000),
      },
      shift: minutesOf(asked.value)!,
      ...written(abilities.value),
    };
    if ((await act.run('add', () => post('/v1/vehicles', json))) === undefined) return;
    onClose();
  };
  return (
    <FormDialog
      title={t('routes.addVehicle')}
      act={act}
      name="add"
      send={t('routes.addVehicle')}
      isWhole={isWhole}
      onSend={add}
      onClose={onClose}
    >
      <Field label={t('vehicle.code')} path="code">
        <Input {...text('code')} />
      </Field>
      <div class="two-fields">
        <Field label={t('vehicle.parcels')} path="capacity.parcels">
          <Input type="number" {...text('parcels')} />
        </Field>
        <Field label={t('vehicle.kg')} path="capacity.weight_g">
          <Input type="number" {...text('kg')} />
        </Field>
        <Field label={t('vehicle.m3')} path="capacity.volume_cm3">
          <Input type="number" {...text('m3')} />
        </Field>
        <span />
        <Hours hours={asked.value} onChange={(to) => (asked.value = to)} />
      </div>
      <AbilityFields abilities={abilities.value} skills={skills} onChange={(to) => (abilities.value = to)} />
    </FormDialog>
  );
}
