import type { Kept } from '../platform/retention.ts';
import { hearErased } from './hearErased.ts';
import { loadPlans } from './planLoad.ts';
import { forgetPositions } from './store.ts';
import { offersExpired } from './expireOffers.ts';
import { hearTripHeld, tripsFollowed } from './followTrips.ts';
import { etasReckoned } from './reckonEtas.ts';
import { roomsReckoned } from './reckonRooms.ts';
import { lateDepartures } from './tellLateDepartures.ts';

export { routes } from './routes.ts';
export const consumers = [hearErased, hearTripHeld];
export const jobs = [lateDepartures, offersExpired, roomsReckoned, etasReckoned, tripsFollowed, loadPlans];
export const kept: Kept[] = [
  { what: 'positions', period: 'positions_days', end: (work, due) => forgetPositions(work.tx, due) },
];
export { arrive } from './arrive.ts';
export { bringBack } from './bringBack.ts';
export { closeRoute } from './closeRoute.ts';
export { deliver } from './deliver.ts';
export { depart } from './depart.ts';
export { fail } from './fail.ts';
export { takeBackFailure } from './takeBackFailure.ts';
export { load, loadingOf, type Loading } from './load.ts';
export { planRoutes } from './planRoutes.ts';
export { addTracker } from './addTracker.ts';
export { acceptSeen } from './acceptRoute.ts';
export { publishRoute } from './publishRoute.ts';
export { afterWords, failWords } from './failureWords.shared.ts';
export { FENCE_M, goneReasons, LOADABLE } from './rules.ts';
export { useRoads } from './roads/index.ts';
export { maySee, routesShown } from './routesShown.ts';
export { doorOf } from './showRecipient.ts';
export { addVehicle } from './addVehicle.ts';
export {
  erasedAtStop,
  nextRouteOfDriver,
  routeById,
  routeOfDriver,
  routeOfVehicle,
  routesOnOffer,
  vehicleByCode,
  vehiclesByPart,
  type RouteRow,
} from './store.ts';
export type { Plan, RouteShown } from './schema.ts';
