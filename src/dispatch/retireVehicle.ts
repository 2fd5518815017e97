import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { holdWithRoutes } from './changeVehicle.ts';
import { vehicleChanged } from './events.ts';
import { siteOfVehicle, turnVehicle, usesOf, vehicleById, type Vehicle } from './store.ts';

interface Asked {
  vehicleId: string;
}

/**
 * A vehicle is driven no more: nothing is planned with it and nobody is shown it, but what it drove names it. Refuses
 * `vehicle_in_use` with the routes that are neither closed nor given up; one that broke down goes while its driver's shift goes on.
 */
export async function retireVehicle(work: Work, { vehicleId }: Asked): Promise<Outcome<Asked>> {
  const vehicle = await heldVehicle(work, vehicleId);
  if (vehicle === undefined) return notFound('vehicle');
  if (vehicle.state === 'retired') return done({ vehicleId });
  return (await refuseUsed(work, vehicle)) ?? turn(work, vehicle, 'retired');
}

/** It is driven again, as it was. */
export async function reinstateVehicle(work: Work, { vehicleId }: Asked): Promise<Outcome<Asked>> {
  const vehicle = await heldVehicle(work, vehicleId);
  if (vehicle === undefined) return notFound('vehicle');
  return vehicle.state === 'active' ? done({ vehicleId }) : turn(work, vehicle, 'active');
}

async function heldVehicle(work: Work, vehicleId: string): Promise<Vehicle | undefined> {
  const siteId = await siteOfVehicle(work.tx, vehicleId);
  if (siteId === undefined || mayUseSite(work, siteId)) return undefined;
  await holdWithRoutes(work, siteId, vehicleId);
  return vehicleById(work.tx, siteId, vehicleId);
}

async function turn(work: Work, { siteId, vehicleId }: Vehicle, to: Vehicle['state']): Promise<Outcome<Asked>> {
  await turnVehicle(work, { siteId, vehicleId, to });
  tell(work, vehicleChanged(siteId, vehicleId));
  return done({ vehicleId });
}

async function refuseUsed({ tx }: Work, { siteId, vehicleId, code }: Vehicle): Promise<Refused | undefined> {
  const routes = await usesOf(tx, siteId, vehicleId);
  if (routes.length === 0) return undefined;
  return refuse('vehicle_in_use', 'Routes of it are not over', {
    field: 'vehicleId',
    got: code,
    details: { routes },
  });
}
