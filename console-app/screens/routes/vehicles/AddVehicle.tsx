import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { t } from '../../../words/t.ts';
import { isWhole as isPlaced, usual, written } from './abilities.ts';
import { AbilityFields } from './AbilityFields.tsx';
import { capacityOf } from './capacity.ts';
import { costOf, usualCosts } from './costs.ts';
import { CostFields } from './CostFields.tsx';
import { minutesOf } from './minutes.ts';
import { useSkillList } from './useSkills.ts';
import { isTyped, type TypedVehicle } from './typedVehicle.ts';
import { VehicleFields } from './VehicleFields.tsx';

interface AddVehicleProps {
  siteId: string;
  onClose: () => void;
}

const empty: TypedVehicle = {
  code: 'VEH-',
  name: '',
  parcels: '120',
  kg: '900',
  m3: '6',
  from: '22:00',
  to: '08:00',
  ...usualCosts,
};

export function AddVehicle({ siteId, onClose }: AddVehicleProps) {
  const typed = useSignal(empty);
  const abilities = useSignal(usual);
  const skills = useSkillList(siteId);
  const act = useAct();
  const add = async (): Promise<void> => {
    const json = {
      siteId,
      code: typed.value.code.trim(),
      ...(typed.value.name.trim() && { name: typed.value.name.trim() }),
      capacity: capacityOf(typed.value),
      cost: costOf(typed.value),
      shift: minutesOf(typed.value)!,
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
      isWhole={isTyped(typed.value) && isPlaced(abilities.value)}
      onSend={add}
      onClose={onClose}
    >
      <VehicleFields typed={typed.value} onChange={(to) => (typed.value = to)} />
      <AbilityFields abilities={abilities.value} skills={skills} onChange={(to) => (abilities.value = to)} />
      <CostFields typed={typed.value} onChange={(to) => (typed.value = to)} />
    </FormDialog>
  );
}
