import { useSignal } from '@preact/signals';
import { finding } from '../../frame/Find.tsx';
import { choose, href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import { isManager, isSeller, role } from '../../link/session.ts';
import type { OrderHead, Orders, OrderState } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { More } from '../../parts/More.tsx';
import { Card, Page } from '../../parts/Page.tsx';
import { Rows } from '../../parts/Rows.tsx';
import { Search } from '../../parts/Search.tsx';
import { States } from '../../parts/States.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { orderColumns } from './columns.tsx';
import { FoundByPhone, PhoneSearch } from './PhoneSearch.tsx';

/** The states that somebody looks for; the rest is found by number. */
const filters: (OrderState | 'undelivered')[] = [
  'unmapped',
  'shortfall',
  'back_ordered',
  'awaiting_address',
  'promised',
  'allocated',
  'picking',
  'picked',
  'packed',
  'shipped',
  'undelivered',
  'delivered',
  'cancelled',
];

const filterName = (name: OrderState | 'undelivered'): string =>
  name === 'undelivered' ? t('orders.undelivered') : t(`order.${name}`);

export function OrderList() {
  const state = place.value.query.get('state') ?? undefined;
  const found = useSignal<{ end: string; orders: OrderHead[] } | null>(null);
  const mayAskByPhone = isManager.value || isSeller.value || role.value === 'dispatcher';
  const part = place.value.query.get('number') ?? undefined;
  const which = state === 'undelivered' ? { undelivered: 'true' } : { state };
  const query = { siteId: site.value?.siteId, ...which, part, limit: 50 };
  const asked = usePages<Orders>(
    withQuery('/v1/orders', query),
    (cursor) => withQuery('/v1/orders', { ...query, cursor }),
    { topics: ['orders.'] },
  );
  return (
    <Page title={t('place.orders')}>
      <div class="filters">
        <Search label={t('orders.search')} value={part ?? ''} onSearch={(text) => choose('number', text)} />
        {mayAskByPhone && <PhoneSearch onFound={(orders) => (found.value = orders)} />}
        <States label={t('orders.state')} states={filters} chosen={state} nameOf={filterName} />
      </div>
      {found.value ? (
        <FoundByPhone found={found.value} onClear={() => (found.value = null)} />
      ) : (
        <Card flush>
          <Answer asked={asked} rows={10}>
            {({ orders }) => {
              const rows = [orders, ...asked.later.map((page) => page.orders)].flat();
              return rows.length === 0 ? (
                <Empty
                  icon="orders"
                  title={t('orders.none')}
                  hint={state || part ? t('orders.noneFound') : t('orders.noneYet')}
                >
                  {part && (
                    <Key icon="look" onPress={() => (finding.value = part)}>
                      {t('find.anywhere')}
                    </Key>
                  )}
                  {(state || part) && (
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
      )}
      {!found.value && <More asked={asked} />}
    </Page>
  );
}
