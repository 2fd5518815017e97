import { usePeople } from '../../link/people.ts';
import { Meter } from '../../parts/Bar.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Chip } from '../../parts/Page.tsx';
import { clock, km, now_ms, number, spanShown, when } from '../../parts/time.ts';
import { said, t } from '../../words/t.ts';
import type { Choice } from './choice.ts';
import { isOverdue } from './departure.ts';
import { stopsSaid } from './doors.ts';
import { parcelsOn } from './parcelsOn.ts';
import type { BoardRoute } from './useBoard.ts';

export const routeTone: Record<BoardRoute['state'], string> = {
  planned: 'plain',
  offered: 'notice',
  assigned: 'night',
  accepted: 'night',
  running: 'busy',
  finished: 'good',
  closed: 'plain',
  cancelled: 'plain',
};

export function RouteCards({ routes, choice }: { routes: BoardRoute[]; choice: Choice }) {
  return (
    <ul class="route-cards">
      {routes.map((route) => (
        <li key={route.routeId}>
          <RouteCard route={route} choice={choice} />
        </li>
      ))}
    </ul>
  );
}

export const doneStops = (route: BoardRoute): number =>
  route.stops.filter(({ state }) => state === 'delivered' || state === 'partly' || state === 'failed').length;

function RouteCard({ route, choice }: { route: BoardRoute; choice: Choice }) {
  const nameOf = usePeople();
  const late = route.stops.filter(({ late_s }) => late_s > 0).length;
  const parcels = parcelsOn([route]);
  const isRunning = route.state === 'running' || route.state === 'finished';
  return (
    <button class="route-card" type="button" data-route={route.vehicle} onClick={() => choice.openRoute(route.routeId)}>
      <header>
        <i style={{ background: route.colour }} />
        <b>{route.name}</b>
        {route.driverId && <span class="soft">{nameOf(route.driverId)}</span>}
        {route.locked && <Icon name="lock" size={16} />}
        <Chip tone={routeTone[route.state]}>{said('route', route.state)}</Chip>
      </header>
      <div class="meters">
        <Meter
          value={isRunning ? doneStops(route) : parcels}
          limit={isRunning ? route.stops.length : (route.capacity?.parcels ?? parcels)}
          isProgress={isRunning}
          title={t(isRunning ? 'routes.stopsDone' : 'routes.load')}
          text={
            isRunning
              ? t('routes.stopsOf', { done: doneStops(route), n: route.stops.length })
              : t('routes.parcelsOf', {
                  n: number(parcels),
                  most: route.capacity ? number(route.capacity.parcels) : '–',
                })
          }
        />
        <Meter
          value={Date.parse(route.endAt) - Date.parse(route.departAt)}
          limit={route.shift_ms ?? 12 * 3_600_000}
          title={t('routes.time')}
          text={`${when(route.departAt)}–${clock(route.endAt)} · ${spanShown(route.departAt, route.endAt)}`}
        />
      </div>
      <footer>
        <span>{stopsSaid(route.stops)}</span>
        <span>{km(route.distance_m)}</span>
        {isOverdue(route, now_ms.value) && <Chip tone="stop">{t('routes.overdue')}</Chip>}
        {late > 0 && <Chip tone="stop">{t('routes.lateStops', { n: late })}</Chip>}
        {route.violations
          .filter(({ kind }) => kind !== 'late')
          .map(({ kind, subject, acceptedBy }) => (
            <Chip key={`${kind} ${subject}`} tone={acceptedBy ? 'notice' : 'stop'}>
              {said('violation', kind)}
            </Chip>
          ))}
      </footer>
    </button>
  );
}
