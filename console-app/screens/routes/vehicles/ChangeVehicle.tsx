import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Skill, Vehicle } from '../../../link/wire.ts';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { t } from '../../../words/t.ts';
import { isWhole } from './abilities.ts';
import { AbilityFields } from './AbilityFields.tsx';
import { changedOf, typedOf } from './changedOf.ts';
import { CostFields } from './CostFields.tsx';
import { InUse } from './InUse.tsx';
import { isTyped } from './typedVehicle.ts';
import { VehicleFields } from './VehicleFields.tsx';

interface ChangeVehicleProps {
  vehicle: Vehicle;
  skills: Skill[];
  onClose: () => void;
}

/** What it is called, holds, costs and can, and when and where its shift begins and ends. */
export function ChangeVehicle({ vehicle, skills, onClose }: ChangeVehicleProps) {
  // as it stood when the dialog opened: the desk may hear of a change meanwhile
  const [seen] = useState(vehicle);
  const abilities = useSignal(typedOf(seen).abilities);
  const typed = useSignal(typedOf(seen).vehicle);
  const act = useAct();
  const change = async (): Promise<void> => {
    const json = changedOf(seen, { vehicle: typed.value, abilities: abilities.value });
    if ((await act.run('change', () => post(`/v1/vehicles/${vehicle.vehicleId}`, json))) === undefined) return;
    onClose();
  };
  return (
    <FormDialog
      title={t('vehicle.changeTitle', { vehicle: vehicle.code })}
      act={act}
      name="change"
      send={t('vehicle.keep')}
      isWhole={isWhole(abilities.value) && isTyped(typed.value)}
      onSend={change}
      onClose={onClose}
    >
      <InUse error={act.trouble.value} />
      <VehicleFields typed={typed.value} onChange={(to) => (typed.value = to)} />
      <AbilityFields abilities={abilities.value} skills={skills} onChange={(to) => (abilities.value = to)} />
      <CostFields typed={typed.value} onChange={(to) => (typed.value = to)} />
    </FormDialog>
  );
}
