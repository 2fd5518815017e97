import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Skill, Vehicle } from '../../../link/wire.ts';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { t } from '../../../words/t.ts';
import { abilitiesOf, isWhole, written } from './abilities.ts';
import { AbilityFields } from './AbilityFields.tsx';
import { InUse } from './InUse.tsx';

interface ChangeVehicleProps {
  vehicle: Vehicle;
  skills: Skill[];
  onClose: () => void;
}

export function ChangeVehicle({ vehicle, skills, onClose }: ChangeVehicleProps) {
  const abilities = useSignal(abilitiesOf(vehicle));
  const act = useAct();
  const change = async (): Promise<void> => {
    const json = { home: null, ...written(abilities.value) };
    if ((await act.run('change', () => post(`/v1/vehicles/${vehicle.vehicleId}`, json))) === undefined) return;
    onClose();
  };
  return (
    <FormDialog
      title={t('vehicle.changeTitle', { vehicle: vehicle.code })}
      act={act}
      name="change"
      send={t('vehicle.keep')}
      isWhole={isWhole(abilities.value)}
      onSend={change}
      onClose={onClose}
    >
      <InUse error={act.trouble.value} />
      <AbilityFields abilities={abilities.value} skills={skills} onChange={(to) => (abilities.value = to)} />
    </FormDialog>
  );
}
