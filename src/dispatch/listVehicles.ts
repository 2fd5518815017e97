import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Vehicles } from './schema.ts';
import { isDesk } from './rules.ts';
import { retiredVehicles, vehiclesOf, type Vehicle } from './store.ts';

export async function listVehicles(work: Work, { siteId }: { siteId: string }): Promise<Outcome<Vehicles>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const vehicles = await vehiclesOf(work.tx, siteId);
  const retired = isDesk(work) ? await retiredVehicles(work.tx, siteId) : [];
  return done({
    vehicles: vehicles.map((vehicle) => shown(work, vehicle)),
    retired: retired.map((vehicle) => ({ ...shown(work, vehicle), retiredAt: vehicle.retiredAt! })),
  });
}

function shown(work: Work, vehicle: Vehicle): Vehicles['vehicles'][number] {
  return {
    vehicleId: vehicle.vehicleId,
    code: vehicle.code,
    name: vehicle.name,
    capacity: {
      parcels: vehicle.capacityParcels,
      weight_g: vehicle.capacityWeight_g,
      volume_cm3: vehicle.capacityVolume_cm3,
    },
    shift: { fromMinute: vehicle.shiftFromMinute, toMinute: vehicle.shiftToMinute },
    skills: vehicle.skills,
    startsFrom: vehicle.startsFrom,
    returnsTo: vehicle.returnsTo,
    home: isDesk(work) ? vehicle.home : null,
    bay_mm: vehicle.bay_mm,
    cost: isDesk(work) ? { fixed: vehicle.costFixed, perHour: vehicle.costPerHour, perKm: vehicle.costPerKm } : null,
  };
}
