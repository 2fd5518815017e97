import { useSignal } from '@preact/signals';
import { href, place } from '../../../frame/route.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { useLayout } from '../../../link/layout.ts';
import { usePeople } from '../../../link/people.ts';
import type { DrivenRoute as Driven, Track } from '../../../link/wire.ts';
import { Segments } from '../../../parts/Field.tsx';
import { useKeys } from '../../../parts/keys.ts';
import { Card, Chip, Figure, Page } from '../../../parts/Page.tsx';
import { calendarDay, clock, day, km, now_ms, number } from '../../../parts/time.ts';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { doorsAt } from '../doors.ts';
import { routeTone } from '../RouteCards.tsx';
import { DrivenMap } from './DrivenMap.tsx';
import { Door } from './Door.tsx';

/** One tour as it was: the way, each door with its time and proof, and what came back. */
export function DrivenRoute({ routeId }: { routeId: string }) {
  const asked = useAsk<Driven>(`/v1/driven-routes/${routeId}`, { topics: ['dispatch.'] });
  const nameOf = usePeople();
  const route = asked.value;
  return (
    <Page
      wide
      title={route ? `${route.vehicle} · ${day(route.departedAt)}` : t('driven.title')}
      back={{
        to: href('routes', 'driven') + (route ? `?day=${calendarDay(route.departedAt)}` : ''),
        title: t('driven.title'),
      }}
      lead={
        route && (
          <>
            <Chip tone={routeTone[route.state]}>{said('route', route.state)}</Chip>
            <span>{nameOf(route.driverId)}</span>
            <span>{km(route.distance_m)}</span>
          </>
        )
      }
    >
      <Answer asked={asked} rows={10}>
        {(shown) => <Tour route={shown} />}
      </Answer>
    </Page>
  );
}

/** Until when its way is of interest: it was back, and closed by then; undefined while it is still out. */
const endOf = ({ finishedAt, backAt, closedAt }: Driven): string | undefined =>
  finishedAt === null
    ? undefined
    : [finishedAt, backAt, closedAt]
        .flatMap((at) => at ?? [])
        .toSorted()
        .at(-1);

const isAmiss = ({ state }: Driven['stops'][number]): boolean => state === 'failed' || state === 'partly';

function Tour({ route }: { route: Driven }) {
  const only = useSignal<'all' | 'amiss'>('all');
  const named = Number(place.value.query.get('stop'));
  const chosen = useSignal<string | null>(route.stops.find(({ position }) => position === named)?.stopId ?? null);
  const layout = useLayout().value;
  // to the minute: an address that moved with the clock would be asked for at each tick of it
  const to = endOf(route) ?? new Date(Math.ceil(now_ms.value / 60_000) * 60_000).toISOString();
  const track = useAsk<Track>(
    route.driverId &&
      withQuery(`/v1/drivers/${route.driverId}/track`, {
        siteId: route.siteId,
        from: route.departedAt,
        to,
        limit: 10_000,
      }),
    { every_ms: 60_000 },
  );
  const amiss = route.stops.filter(isAmiss);
  const stops = only.value === 'all' ? route.stops : amiss;
  const step = (by: number) => (): void => {
    const now = stops.findIndex(({ stopId }) => stopId === chosen.peek());
    const next = stops[Math.max(0, Math.min(stops.length - 1, now + by))];
    if (next) chosen.value = next.stopId;
  };
  useKeys({ j: step(1), k: step(-1), n: step(1), p: step(-1), Escape: () => (chosen.value = null) });
  const done = route.stops.filter(({ doneAt }) => doneAt !== null).length;
  const doors = doorsAt(route.stops);
  const late = route.stops.filter((stop) => stop.doneAt && stop.dueAt && stop.doneAt > stop.dueAt).length;
  return (
    <>
      <Card>
        <div class="figures">
          <Figure label={t('driven.departed')} value={clock(route.departedAt)} />
          <Figure
            label={t('driven.finished')}
            value={route.finishedAt ? clock(route.finishedAt) : t('driven.stillOut')}
          />
          {route.backAt && route.returnsTo !== 'anywhere' && (
            <Figure
              label={t(route.returnsTo === 'home' ? 'driven.atHome' : 'driven.backAt')}
              value={clock(route.backAt)}
              note={!route.backSeen && t('driven.reckoned')}
            />
          )}
          <Figure label={t('driven.closed')} value={route.closedAt ? clock(route.closedAt) : '–'} />
          <Figure
            label={t('driven.stops')}
            value={t('driven.stopsOf', { done, n: route.stops.length })}
            note={doors < route.stops.length && t('routes.atDoors', { n: doors })}
          />
          <Figure
            label={t('driven.failed')}
            value={number(amiss.length)}
            tone={amiss.length > 0 ? 'stop' : undefined}
          />
          <Figure label={t('driven.late')} value={number(late)} tone={late > 0 ? 'stop' : undefined} />
        </div>
      </Card>
      <div class="driven-columns">
        <Card title={t('driven.stops')} flush>
          <div class="card-filter">
            <Segments
              label={t('driven.stops')}
              value={only.value}
              choices={[
                ['all', t('driven.all')],
                ['amiss', t('driven.onlyFailed', { n: amiss.length })],
              ]}
              onChoose={(name) => (only.value = name)}
            />
          </div>
          {stops.length === 0 && <Empty icon="check" title={t('driven.noFailed')} />}
          <ol class="doors">
            {stops.map((stop) => (
              <Door
                key={stop.stopId}
                stop={stop}
                routeId={route.routeId}
                isChosen={chosen.value === stop.stopId}
                onChoose={() => (chosen.value = chosen.value === stop.stopId ? null : stop.stopId)}
              />
            ))}
          </ol>
        </Card>
        <Card title={t('driven.track')} class="driven-map-card">
          <DrivenMap
            route={route}
            track={track.value?.positions ?? []}
            depot={layout}
            chosen={chosen.value}
            onChoose={(stopId) => (chosen.value = stopId)}
          />
          <p class="soft">
            {(track.value?.positions.length ?? 0) > 0
              ? t('driven.trackOf', { n: number(track.value!.positions.length) })
              : t('driven.trackNone')}
          </p>
        </Card>
      </div>
    </>
  );
}
