import { choose, place } from '../../frame/route.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import type { AccountEvents, Users } from '../../link/wire.ts';
import { Select } from '../../parts/Field.tsx';
import { More } from '../../parts/More.tsx';
import { Card } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';

type AccountEvent = AccountEvents['events'][number];

/** What was done to accounts, by whom and from where. */
export function History() {
  const userId = place.value.query.get('who') ?? undefined;
  const asked = usePages<AccountEvents>(
    withQuery('/v1/account-events', { userId, limit: 100 }),
    (cursor) => withQuery('/v1/account-events', { userId, limit: 100, cursor }),
    { every_ms: 30_000 },
  );
  const users = useAsk<Users>('/v1/users', { every_ms: 300_000 }).value?.users ?? [];
  return (
    <>
      <div class="filters">
        <Select
          label={t('history.whose')}
          value={userId ?? ''}
          none={t('records.anyone')}
          choices={users.map((one) => [one.userId, one.login])}
          onChoose={(id) => choose('who', id)}
        />
      </div>
      <Card flush>
        <Answer asked={asked} rows={10}>
          {({ events }) => {
            const rows = [events, ...asked.later.map((page) => page.events)].flat();
            return rows.length === 0 ? (
              <Empty icon="person" title={t('history.none')} />
            ) : (
              <Rows label={t('people.history')} rows={rows} columns={columns()} keyOf={({ eventId }) => eventId} />
            );
          }}
        </Answer>
      </Card>
      <More asked={asked} />
    </>
  );
}

const columns = (): Column<AccountEvent>[] => [
  { title: t('records.when'), cell: ({ at }) => when(at) },
  { title: t('history.whose'), kind: 'lead', cell: ({ login }) => login },
  { title: t('history.what'), cell: ({ what }) => said('event', what) },
  {
    title: t('history.detail'),
    kind: 'wide',
    cell: ({ what, detail }) => (['opened', 'role_granted'].includes(what) ? said('role', detail) : detail),
  },
  { title: t('history.by'), cell: ({ by, actorId }) => by ?? `…${actorId.slice(-8)}` },
  { title: t('records.whence'), kind: 'end', cell: ({ ip }) => <span class="code soft">{ip ?? '–'}</span> },
];
