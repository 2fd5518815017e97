import { place } from '../../frame/route.ts';
import { DrivenDay } from './driven/DrivenDay.tsx';
import { DrivenRoute } from './driven/DrivenRoute.tsx';
import { RouteBoard } from './RouteBoard.tsx';
import { Failures } from './zones/Failures.tsx';
import { Zones } from './zones/Zones.tsx';
import { Shifts } from './shifts/Shifts.tsx';
import { Vehicles } from './vehicles/Vehicles.tsx';

/** The board of what is to be driven, who drives, and the record of what was. */
export function Routes() {
  const [, of, routeId] = place.value.path;
  if (of === 'zones') return <Zones />;
  if (of === 'failures') return <Failures />;
  if (of === 'shifts') return <Shifts />;
  if (of === 'vehicles') return <Vehicles />;
  if (of !== 'driven') return <RouteBoard />;
  return routeId === undefined ? <DrivenDay /> : <DrivenRoute key={routeId} routeId={routeId} />;
}
