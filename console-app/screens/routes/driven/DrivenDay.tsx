import { choose, href, place } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { usePeople } from '../../../link/people.ts';
import type { DrivenDay as Day } from '../../../link/wire.ts';
import { Input } from '../../../parts/Field.tsx';
import { Key } from '../../../parts/Key.tsx';
import { useKeys } from '../../../parts/keys.ts';
import { Card, Chip, Figure, Page } from '../../../parts/Page.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { calendarDay, clock, day as dayText, daysAfter, km, noonOf, now_ms, number } from '../../../parts/time.ts';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { routeTone } from '../RouteCards.tsx';

type Driven = Day['routes'][number];

/** What left the dock on one day of the site's calendar. */
export function DrivenDay() {
  const today = calendarDay(now_ms.value);
  const day = place.value.query.get('day') ?? today;
  const asked = useAsk<Day>(withQuery('/v1/driven-routes', { siteId: site.value!.siteId, day }), {
    topics: ['dispatch.'],
  });
  const turn = (by: number) => (): void => choose('day', daysAfter(day, by));
  useKeys({ ArrowLeft: turn(-1), ArrowRight: turn(1) });
  return (
    <Page
      title={t('driven.title')}
      back={{ to: href('routes'), title: t('place.routes') }}
      lead={<span>{t('driven.lead')}</span>}
    >
      <div class="filters">
        <div class="day-choice">
          <Key icon="back" label={t('driven.before')} onPress={turn(-1)} />
          <Input
            type="date"
            class="input"
            aria-label={t('driven.day')}
            value={day}
            onText={(text) => text && choose('day', text)}
          />
          <Key icon="next" label={t('driven.after')} disabled={day >= today} onPress={turn(1)} />
          {day !== today && <Key onPress={() => choose('day', null)}>{t('driven.today')}</Key>}
          <b>{dayText(noonOf(day))}</b>
        </div>
      </div>
      <Answer asked={asked} rows={8}>
        {({ routes }) =>
          routes.length === 0 ? (
            <Card>
              <Empty icon="load" title={t('driven.none')} hint={t('driven.noneHint')} />
            </Card>
          ) : (
            <>
              <Sums routes={routes} />
              <Drivers routes={routes} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function Sums({ routes }: { routes: Driven[] }) {
  const sum = (of: (route: Driven) => number): number => routes.reduce((total, route) => total + of(route), 0);
  const failed = sum((route) => route.failed + route.partly);
  const late = sum((route) => route.late);
  return (
    <Card>
      <div class="figures">
        <Figure label={t('driven.title')} value={number(routes.length)} />
        <Figure
          label={t('driven.stops')}
          value={t('driven.stopsOf', { done: number(sum(doneOf)), n: number(sum((route) => route.stops)) })}
          note={t('driven.deliveredOf', { n: number(sum((route) => route.delivered)) })}
        />
        <Figure label={t('driven.failed')} value={number(failed)} tone={failed > 0 ? 'stop' : undefined} />
        <Figure label={t('driven.late')} value={number(late)} tone={late > 0 ? 'stop' : undefined} />
        <Figure
          label={t('driven.parcels')}
          value={number(sum((route) => route.parcels))}
          note={`${t('driven.back')} ${number(sum((route) => route.back))}`}
        />
      </div>
    </Card>
  );
}

const doneOf = ({ delivered, partly, failed }: Driven): number => delivered + partly + failed;

function Drivers({ routes }: { routes: Driven[] }) {
  const nameOf = usePeople();
  const columns: Column<Driven>[] = [
    { title: t('driven.vehicle'), kind: 'lead', cell: ({ vehicle }) => vehicle },
    { title: t('driven.driver'), cell: ({ driverId }) => nameOf(driverId) },
    {
      title: t('driven.times'),
      cell: ({ departedAt, backAt }) => `${clock(departedAt)}–${backAt ? clock(backAt) : t('driven.stillOut')}`,
    },
    {
      title: t('driven.stops'),
      kind: 'number',
      cell: (route) => t('driven.stopsOf', { done: doneOf(route), n: route.stops }),
    },
    { title: t('driven.failed'), kind: 'number', cell: (route) => <Some n={route.failed + route.partly} /> },
    { title: t('driven.late'), kind: 'number', cell: ({ late }) => <Some n={late} /> },
    { title: t('driven.back'), kind: 'number', cell: ({ back }) => <Some n={back} /> },
    { title: t('routes.way'), kind: 'number', cell: ({ distance_m }) => km(distance_m) },
    {
      title: t('driven.state'),
      kind: 'end',
      cell: ({ state }) => <Chip tone={routeTone[state]}>{said('route', state)}</Chip>,
    },
  ];
  return (
    <Card flush>
      <Rows
        label={t('driven.title')}
        rows={routes}
        columns={columns}
        keyOf={({ routeId }) => routeId}
        to={({ routeId }) => href('routes', 'driven', routeId)}
      />
    </Card>
  );
}

const Some = ({ n }: { n: number }) => (n > 0 ? <b class="problem">{number(n)}</b> : <span class="soft">0</span>);
