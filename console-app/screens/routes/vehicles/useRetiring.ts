import { type Act, useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Vehicle } from '../../../link/wire.ts';
import { told } from '../../../parts/Undo.tsx';
import { t } from '../../../words/t.ts';

type Named = Pick<Vehicle, 'vehicleId' | 'code'>;

interface Retiring {
  act: Act;
  retire(vehicle: Named): Promise<void>;
  reinstate(vehicle: Named): Promise<void>;
}

/** Each is taken back by the other; what is in the way stays to be read. */
export function useRetiring(again: () => void): Retiring {
  const act = useAct();
  const turn = ({ vehicleId }: Named, to: 'retire' | 'reinstate') =>
    post(`/v1/vehicles/${vehicleId}/${to}`, {}).finally(again);
  return {
    act,
    async retire(vehicle) {
      if ((await act.run(vehicle.vehicleId, () => turn(vehicle, 'retire'))) === undefined) return;
      told({ text: t('vehicle.wasRetired', { vehicle: vehicle.code }), undo: () => turn(vehicle, 'reinstate') });
    },
    async reinstate(vehicle) {
      if ((await act.run(vehicle.vehicleId, () => turn(vehicle, 'reinstate'))) === undefined) return;
      told({ text: t('vehicle.wasReinstated', { vehicle: vehicle.code }), undo: () => turn(vehicle, 'retire') });
    },
  };
}
