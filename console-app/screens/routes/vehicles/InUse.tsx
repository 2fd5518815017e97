import { Refused } from '../../../link/http.ts';
import { usePeople } from '../../../link/people.ts';
import type { Vehicle } from '../../../link/wire.ts';
import { when } from '../../../parts/time.ts';
import { said, t } from '../../../words/t.ts';
import { roomSaid } from './roomSaid.ts';
import { useSkills } from './useSkills.ts';

interface RouteInUse {
  routeId: string;
  departAt: string;
  state: string;
  /** What it needs, or what it carries: whichever the vehicle was about to lose. */
  skills?: string[];
  carries?: Vehicle['capacity'];
}

interface ShiftInUse {
  shiftId: string;
  driverId: string;
  fromAt: string;
  toAt: string;
  state: string;
}

const codes = ['skill_in_use', 'capacity_in_use', 'vehicle_in_use'];

/** The routes and shifts for which a vehicle has to keep what it was about to lose, or to stay. */
export function InUse({ error }: { error: Error | null }) {
  const nameOf = useSkills();
  const loginOf = usePeople();
  if (!(error instanceof Refused) || !codes.includes(error.code)) return null;
  const { routes, shifts = [] } = error.told.details as { routes: RouteInUse[]; shifts?: ShiftInUse[] };
  return (
    <ul class="zones">
      {routes.map(({ routeId, departAt, state, skills = [], carries }) => (
        <li key={routeId} data-in-use={routeId}>
          <span class="grow">
            <b>{when(departAt)}</b> <small class="soft">{said('route', state)}</small>
            <small class="soft">{carries ? roomSaid(carries) : skills.map(nameOf).join(', ')}</small>
          </span>
        </li>
      ))}
      {shifts.map(({ shiftId, driverId, fromAt, toAt, state }) => (
        <li key={shiftId} data-in-use={shiftId}>
          <span class="grow">
            <b>
              {when(fromAt)}–{when(toAt)}
            </b>{' '}
            <small class="soft">{said('shift', state)}</small>
            <small class="soft">{t('vehicle.inShift', { driver: loginOf(driverId) })}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
