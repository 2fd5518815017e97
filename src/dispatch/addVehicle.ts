import { mayUseSite } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { refuseExisting, refuseHomeless, refuseMinutes, refuseUnknown } from './changeVehicle.ts';
import { vehicleChanged } from './events.ts';
import type { AddVehicle } from './schema.ts';
import { insertVehicle } from './store.ts';

/**
 * Refuses `vehicle_exists`, `route_shift_too_long` for shifts above 24 hours, `skill_unknown` for a skill that the site has not
 * named, and `home_missing` for a vehicle that starts from or returns to a home that is not told.
 */
export async function addVehicle(work: Work, input: AddVehicle): Promise<Outcome<{ vehicleId: string }>> {
  const { siteId, code, capacity, shift, cost } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  await layoutOf(work.tx, siteId);
  const home = input.home ?? null;
  const refused =
    refuseMinutes(shift) ?? refuseHomeless({ ...input, home }) ?? (await refuseUnknown(work.tx, siteId, input.skills));
  if (refused) return refused;
  const vehicleId = newId();
  const added = await insertVehicle(work.tx, {
    siteId,
    vehicleId,
    code,
    name: input.name ?? code,
    capacityParcels: capacity.parcels,
    capacityWeight_g: capacity.weight_g,
    capacityVolume_cm3: capacity.volume_cm3,
    bay_mm: input.bay_mm ?? null,
    shiftFromMinute: shift.fromMinute,
    shiftToMinute: shift.toMinute,
    skills: [...new Set(input.skills)],
    startsFrom: input.startsFrom,
    returnsTo: input.returnsTo,
    home,
    costFixed: cost.fixed,
    costPerHour: cost.perHour,
    costPerKm: cost.perKm,
  });
  if (!added) return refuseExisting(code);
  tell(work, vehicleChanged(siteId, vehicleId));
  return done({ vehicleId }, 201);
}
