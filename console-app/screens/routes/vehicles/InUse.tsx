import { Refused } from '../../../link/http.ts';
import type { Vehicle } from '../../../link/wire.ts';
import { when } from '../../../parts/time.ts';
import { said } from '../../../words/t.ts';
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

const codes = ['skill_in_use', 'capacity_in_use', 'vehicle_in_use'];

/** The routes for which a vehicle has to keep what it was about to lose, or to stay. */
export function InUse({ error }: { error: Error | null }) {
  const nameOf = useSkills();
  if (!(error instanceof Refused) || !codes.includes(error.code)) return null;
  const { routes } = error.told.details as { routes: RouteInUse[] };
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
    </ul>
  );
}
