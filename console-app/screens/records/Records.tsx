import { choose, href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import type { Accesses, Found, Users } from '../../link/wire.ts';
import { Select } from '../../parts/Field.tsx';
import { More } from '../../parts/More.tsx';
import { Card, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { Search } from '../../parts/Search.tsx';
import { when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { Parked } from './Parked.tsx';
import { RecordTabs } from './RecordTabs.tsx';

type Access = Accesses['accesses'][number];

/** What only administrators see: who looked at customers, and what nobody could hear. */
export function Records() {
  return place.value.path[1] === 'parked' ? <Parked /> : <Looks />;
}

/** Who looked into whose name, phone and address. */
function Looks() {
  const sought = place.value.query.get('order') ?? undefined;
  const { subject, alike } = useSubject(sought);
  const actorId = place.value.query.get('who') ?? undefined;
  const query = { subject, actorId, limit: 100 };
  const asked = usePages<Accesses>(
    alike.length > 0 ? null : withQuery('/v1/access-records', query),
    (cursor) => withQuery('/v1/access-records', { ...query, cursor }),
    { every_ms: 30_000 },
  );
  const users = useAsk<Users>('/v1/users', { every_ms: 300_000 }).value?.users ?? [];
  const isSought = sought !== undefined || actorId !== undefined;
  return (
    <Page title={t('records.title')} lead={<span>{t('records.lead')}</span>}>
      <RecordTabs at="looks" />
      <div class="filters">
        <Search label={t('records.subject')} value={sought ?? ''} onSearch={(text) => choose('order', text)} />
        <Select
          label={t('records.who')}
          value={actorId ?? ''}
          none={t('records.anyone')}
          choices={users.map(({ userId, login }) => [userId, login])}
          onChoose={(userId) => choose('who', userId)}
        />
      </div>
      {alike.length > 0 ? (
        <Alike orders={alike} />
      ) : (
        <Card flush>
          <Answer asked={asked} rows={10}>
            {({ accesses }) => {
              const rows = [accesses, ...asked.later.map((page) => page.accesses)].flat();
              return rows.length === 0 ? (
                <Empty icon="lock" title={t(isSought ? 'records.noneFound' : 'records.none')}>
                  {isSought && (
                    <a class="key" href={href('records')}>
                      {t('do.clear')}
                    </a>
                  )}
                </Empty>
              ) : (
                <Rows
                  label={t('records.title')}
                  rows={rows}
                  columns={recordColumns()}
                  keyOf={({ accessId }) => accessId}
                />
              );
            }}
          </Answer>
        </Card>
      )}
      <More asked={asked} />
    </Page>
  );
}

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

type Hit = Found['found'][number];

/** Records are kept by the order's id; people know its number, or a part of it. */
function useSubject(sought: string | undefined): { subject: string | undefined; alike: Hit[] } {
  const isPart = sought !== undefined && sought.length >= 3 && !uuid.test(sought);
  const query = { siteId: site.value?.siteId, text: sought };
  const { value } = useAsk<Found>(isPart ? withQuery('/v1/find', query) : null, { every_ms: 300_000 });
  const orders = new Map(
    (isPart ? (value?.found ?? []) : []).flatMap((hit) => (hit.orderId === undefined ? [] : [[hit.orderId, hit]])),
  );
  if (orders.size > 1) return { subject: sought, alike: [...orders.values()] };
  const [only] = orders.keys();
  return { subject: only ?? sought, alike: [] };
}

function Alike({ orders }: { orders: Hit[] }) {
  return (
    <div class="filters">
      <span class="soft">{t('records.which')}</span>
      {orders.map(({ kind, code, orderId }) => (
        <button key={orderId} class="pill" type="button" onClick={() => choose('order', orderId!)}>
          {kind === 'order' ? code : `${t(`find.${kind}`)} ${code}`}
        </button>
      ))}
    </div>
  );
}

const recordColumns = (): Column<Access>[] => [
  { title: t('records.when'), cell: ({ at }) => when(at) },
  { title: t('records.who'), kind: 'lead', cell: ({ login, actorId }) => login ?? `…${actorId.slice(-8)}` },
  {
    title: t('records.whose'),
    cell: ({ subject }) =>
      uuid.test(subject) ? (
        <a href={href('orders', subject)}>{t('records.order', { id: subject.slice(-6) })}</a>
      ) : (
        <span class="code">{subject.length > 24 ? `${subject.slice(0, 24)}…` : subject}</span>
      ),
  },
  {
    title: t('records.what'),
    cell: ({ fields }) =>
      fields
        .split(/[, ]+/)
        .map((field) => said('field', field))
        .join(', '),
  },
  { title: t('records.why'), kind: 'wide', cell: ({ why }) => said('why', why) },
  {
    title: t('records.whence'),
    kind: 'end',
    cell: ({ ip, origin }) => (
      <span class="code soft">{ip ?? (origin.length > 12 ? `…${origin.slice(-8)}` : origin)}</span>
    ),
  },
];
