import { Field, Input } from '../../../parts/Field.tsx';
import { Hours } from '../../../parts/Hours.tsx';
import { t } from '../../../words/t.ts';
import type { Room } from './capacity.ts';
import { isCode, type TypedVehicle } from './typedVehicle.ts';

interface VehicleFieldsProps {
  typed: TypedVehicle;
  onChange: (typed: TypedVehicle) => void;
}

export function VehicleFields({ typed, onChange }: VehicleFieldsProps) {
  const text = (name: 'code' | keyof Room) => ({
    name,
    value: typed[name],
    onText: (value: string) => onChange({ ...typed, [name]: value }),
  });
  return (
    <>
      <Field
        label={t('vehicle.code')}
        path="code"
        hint={t('vehicle.codeForm')}
        problem={isCode(typed.code) || typed.code === '' ? undefined : t('vehicle.codeForm')}
      >
        <Input {...text('code')} maxLength={24} />
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
        <Hours hours={typed} onChange={onChange} />
      </div>
    </>
  );
}
