import { Refused } from '../../../link/http.ts';
import { when } from '../../../parts/time.ts';
import { said } from '../../../words/t.ts';
import { useSkills } from './useSkills.ts';

interface RouteInUse {
  routeId: string;
  departAt: string;
  state: string;
  skills: string[];
}

/** The routes for which a vehicle has to keep what it was about to lose. */
export function InUse({ error }: { error: Error | null }) {
  const nameOf = useSkills();
  if (!(error instanceof Refused) || error.code !== 'skill_in_use') return null;
  const { routes } = error.told.details as { routes: RouteInUse[] };
  return (
    <ul class="zones">
      {routes.map(({ routeId, departAt, state, skills }) => (
        <li key={routeId} data-in-use={routeId}>
          <span class="grow">
            <b>{when(departAt)}</b> <small class="soft">{said('route', state)}</small>
            <small class="soft">{skills.map(nameOf).join(', ')}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
