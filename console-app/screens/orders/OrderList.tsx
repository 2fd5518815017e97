import { choose, href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import type { OrderHead, Orders, OrderState } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { Search } from '../../parts/Search.tsx';
import { ago, now_ms, span, when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { isOver, stateTone } from './tones.ts';

/** The states that somebody looks for; the rest is found by number. */
const filters: OrderState[] = [
  'unmapped',
  'shortfall',
  'back_ordered',
  'awaiting_address',
  'promised',
  'allocated',
  'picking',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
];

export function OrderList() {
  const state = place.value.query.get('state') ?? undefined;
  const externalId = place.value.query.get('number') ?? undefined;
  const query = { siteId: site.value?.siteId, state, externalId, limit: 50 };
  const asked = usePages<Orders>(
    withQuery('/v1/orders', query),
    (cursor) => withQuery('/v1/orders', { ...query, cursor }),
    { topics: ['orders.'] },
  );
  return (
    <Page title={t('place.orders')}>
      <div class="filters">
        <Search label={t('orders.search')} value={externalId ?? ''} onSearch={(text) => choose('number', text)} />
        <div class="pills" role="group" aria-label={t('orders.state')}>
          {[undefined, ...filters].map((name) => (
            <button
              key={name ?? 'all'}
              class="pill"
              type="button"
              aria-pressed={state === name}
              onClick={() => choose('state', name ?? null)}
            >
              {name === undefined ? t('do.all') : t(`order.${name}`)}
            </button>
          ))}
        </div>
      </div>
      <Card flush>
        <Answer asked={asked} rows={10}>
          {({ orders }) => {
            const rows = [orders, ...asked.later.map((page) => page.orders)].flat();
            return rows.length === 0 ? (
              <Empty
                icon="orders"
                title={t('orders.none')}
                hint={state || externalId ? t('orders.noneFound') : t('orders.noneYet')}
              >
                {(state || externalId) && (
                  <a class="key" href={href('orders')}>
                    {t('do.clear')}
                  </a>
                )}
              </Empty>
            ) : (
              <Rows
                label={t('place.orders')}
                rows={rows}
                columns={orderColumns()}
                keyOf={({ orderId }) => orderId}
                to={({ orderId }) => href('orders', orderId)}
              />
            );
          }}
        </Answer>
      </Card>
      {asked.more && (
        <Key name="more" act={asked.act} onPress={asked.more}>
          {t('do.more')}
        </Key>
      )}
    </Page>
  );
}

const orderColumns = (): Column<OrderHead>[] => [
  {
    title: t('orders.number'),
    kind: 'lead',
    cell: ({ externalId }) => externalId,
  },
  { title: t('orders.channel'), cell: ({ channel, mall }) => (mall ? `${channel} · ${mall}` : channel) },
  {
    title: t('orders.to'),
    cell: ({ shipTo }) => (shipTo ? `${shipTo.name}, ${shipTo.address}` : t('orders.noAddress')),
    kind: 'wide',
  },
  { title: t('orders.placed'), cell: ({ placedAt }) => ago(placedAt) },
  { title: t('orders.due'), cell: (order) => <Due order={order} /> },
  { title: t('orders.state'), kind: 'end', cell: (order) => <StateChips order={order} /> },
];

export function StateChips({ order }: { order: OrderHead }) {
  return (
    <>
      {order.paused && !isOver(order) && (
        <>
          <Chip tone="notice">{t('orders.paused')}</Chip>{' '}
        </>
      )}
      {order.cancelAskedAt && !isOver(order) && (
        <>
          <Chip tone="stop">{t('orders.cancelAsked')}</Chip>{' '}
        </>
      )}
      <Chip tone={stateTone[order.state]}>{said('order', order.state)}</Chip>
    </>
  );
}

export function Due({ order }: { order: OrderHead }) {
  const left_ms = new Date(order.promiseBy).getTime() - now_ms.value;
  if (isOver(order)) return <>{when(order.promiseBy)}</>;
  return (
    <span class={left_ms < 0 ? 'problem' : ''}>
      {when(order.promiseBy)}
      <small>{t(left_ms < 0 ? 'time.over' : 'time.left', { span: span(left_ms) })}</small>
    </span>
  );
}
