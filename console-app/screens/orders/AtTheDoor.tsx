import { href } from '../../frame/route.ts';
import { usePeople } from '../../link/people.ts';
import type { OrderShown, Visits } from '../../link/wire.ts';
import { Card, Chip } from '../../parts/Page.tsx';
import { when } from '../../parts/time.ts';
import { causeSaid, said, t } from '../../words/t.ts';
import { Proof } from '../routes/driven/Proof.tsx';
import { followsSaid } from '../routes/follows.ts';
import { failureOf } from './failure.ts';

type Visit = Visits['visits'][number];

const tones: Partial<Record<Visit['state'], string>> = { delivered: 'good', partly: 'notice', failed: 'stop' };

/** The stop in the record of its route, or on the board where that has not left. */
const routeOf = ({ routeId, departedAt, position }: Visit): string =>
  departedAt === null ? href('routes') : `${href('routes', 'driven', routeId)}?stop=${position}`;

const RouteLink = ({ visit }: { visit: Visit }) => (
  <a href={routeOf(visit)} data-route={visit.routeId}>
    {t('failed.stop', { n: visit.position, vehicle: visit.vehicle })}
  </a>
);

/** Each time it was at a door: by whom, on which route, with what proof, or why not and what follows. */
export function AtTheDoor({ visits }: { visits: Visit[] }) {
  const nameOf = usePeople();
  if (visits.length === 0) return null;
  return (
    <Card title={t('orders.atTheDoor')}>
      <ul class="visits">
        {visits.map((visit) => (
          <li key={visit.stopId} data-visit={visit.state}>
            <header>
              <b>{when(visit.doneAt ?? visit.etaAt)}</b>
              <RouteLink visit={visit} />
              {visit.driverId && <span class="soft">{nameOf(visit.driverId)}</span>}
              <Chip tone={tones[visit.state] ?? 'plain'}>{said('stop', visit.state)}</Chip>
            </header>
            {visit.reason && (
              <p>{[causeSaid(visit.reason), ...followsSaid(visit.parcels).map((what) => `→ ${what}`)].join(' ')}</p>
            )}
            {visit.doneAt && (
              <Proof proof={visit.proof} none={t(visit.state === 'failed' ? 'failed.noPhoto' : 'driven.noProof')} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** At the top of an order: that its delivery failed, why, and what is decided. */
export function FailedNote({ order, visits }: { order: OrderShown; visits: Visit[] | undefined }) {
  const failure = failureOf(order, visits);
  if (failure === undefined) return null;
  const { reason, at, follows, next } = failure;
  return (
    <div class="next-step stuck" data-failure>
      <Chip tone="stop">{t('order.delivery_failed')}</Chip>
      <span>{[reason && causeSaid(reason), when(at)].filter(Boolean).join(' · ')}</span>
      {follows.length > 0 && <b>{`→ ${follows.join(', ')}`}</b>}
      {next && (
        <span>
          <RouteLink visit={next} /> {t('orders.expected', { at: when(next.etaAt) })}
        </span>
      )}
    </div>
  );
}
