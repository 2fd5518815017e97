import { useContext } from 'preact/hooks';
import { Field, FormTrouble, Input } from '../../../parts/Field.tsx';
import { refusedAt } from '../../../parts/refused.ts';
import { t } from '../../../words/t.ts';
import { costKinds } from './costs.ts';
import type { TypedVehicle } from './typedVehicle.ts';

interface CostFieldsProps {
  typed: TypedVehicle;
  onChange: (typed: TypedVehicle) => void;
}

/** Name and costs, folded away until somebody asks for them or one of them is refused: few vehicles need others. */
export function CostFields({ typed, onChange }: CostFieldsProps) {
  const isRefused = refusedAt(useContext(FormTrouble), ['name', 'cost']) !== undefined;
  const text = (name: 'name' | (typeof costKinds)[number]) => ({
    name,
    value: typed[name],
    onText: (value: string) => onChange({ ...typed, [name]: value }),
  });
  return (
    <details class="more-fields" open={isRefused}>
      <summary data-do="costs">{t('vehicle.more')}</summary>
      <div class="two-fields">
        <Field label={t('vehicle.name')} path="name">
          <Input {...text('name')} maxLength={100} placeholder={typed.code} />
        </Field>
        {costKinds.map((kind) => (
          <Field key={kind} label={t(`vehicle.cost.${kind}`)} path={`cost.${kind}`}>
            <Input type="number" min={0} {...text(kind)} />
          </Field>
        ))}
      </div>
    </details>
  );
}
