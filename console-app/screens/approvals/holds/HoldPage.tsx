import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { itemOf } from '../../../link/items.ts';
import { usePeople, useSellers } from '../../../link/people.ts';
import type { HoldShown, OrderShown } from '../../../link/wire.ts';
import { Card, Chip, Figure, Page } from '../../../parts/Page.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { number, when } from '../../../parts/time.ts';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { placeName } from '../../stock/ItemPage.tsx';
import { LiftHold } from './LiftHold.tsx';
import { subjectOf } from './subject.ts';

/** One hold: what it took, which orders it broke into, and what was on its way already. */
export function HoldPage({ holdId }: { holdId: string }) {
  const { siteId } = site.value!;
  const asked = useAsk<HoldShown>(withQuery(`/v1/holds/${holdId}`, { siteId }), { topics: ['inventory.', 'waves.'] });
  const sellers = useSellers();
  const hold = asked.value;
  return (
    <Page
      title={hold ? subjectOf(hold, sellers) : t('hold.one')}
      back={{ to: href('approvals', 'holds'), title: t('place.approvals') }}
      lead={hold && <Lead hold={hold} />}
      actions={hold?.state === 'open' && <LiftHold hold={hold} again={asked.again} />}
    >
      <Answer asked={asked} rows={4}>
        {(shown) => (
          <>
            <Card>
              <div class="figures">
                <Figure label={t('hold.units')} value={number(shown.units)} note={t('hold.unitsNote')} />
                <Figure label={t('hold.orders')} value={number(shown.orders)} note={t('hold.ordersNote')} />
                <Figure
                  label={t('hold.short')}
                  value={number(shown.short)}
                  note={t('hold.shortNote')}
                  tone={shown.short > 0 ? 'stop' : 'good'}
                />
                {shown.place === null && (
                  <Figure
                    label={t('hold.picked')}
                    value={number(shown.picked.reduce((sum, { quantity }) => sum + quantity, 0))}
                    note={t('hold.pickedNote')}
                  />
                )}
              </div>
            </Card>
            <Card title={t('hold.ordersTitle')} flush>
              {shown.hit.length === 0 ? (
                <Empty icon="check" title={t('hold.noOrders')} />
              ) : (
                <Rows
                  label={t('hold.ordersTitle')}
                  rows={shown.hit}
                  columns={orderColumns()}
                  keyOf={({ orderId }) => orderId}
                  to={({ orderId }) => href('orders', orderId)}
                />
              )}
            </Card>
            {shown.picked.length > 0 && (
              <Card title={t('hold.pickedTitle')} note={t('hold.pickedHint')} flush>
                <Rows
                  label={t('hold.pickedTitle')}
                  rows={shown.picked}
                  columns={pickedColumns()}
                  keyOf={({ place, itemId, lot }) => `${place} ${itemId} ${lot}`}
                />
              </Card>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function Lead({ hold }: { hold: HoldShown }) {
  const nameOf = usePeople();
  const { state, scope, reason, at, openedBy, liftedAt, liftedBy, liftReason } = hold;
  return (
    <>
      <Chip tone={state === 'open' ? 'stop' : 'plain'}>{t(`hold.${state}`)}</Chip>
      <span>{t(`hold.of.${scope}`)}</span>
      <span>{said('cause', reason)}</span>
      <span>{`${when(at)} · ${nameOf(openedBy)}`}</span>
      {liftedAt !== null && (
        <span>
          {t('hold.liftedBy', {
            when: when(liftedAt),
            name: nameOf(liftedBy),
            why: said('cause', liftReason ?? ''),
          })}
        </span>
      )}
    </>
  );
}

/** An order by its shop's number, as soon as that is known. */
function OrderName({ orderId }: { orderId: string }) {
  const order = useAsk<OrderShown>(`/v1/orders/${orderId}`, { topics: ['orders.'] }).value;
  if (order === undefined) return <>…{orderId.slice(-6)}</>;
  return (
    <>
      {order.externalId} <Chip>{said('order', order.state)}</Chip>
    </>
  );
}

const orderColumns = (): Column<HoldShown['hit'][number]>[] => [
  { title: t('orders.order'), kind: 'lead', cell: ({ orderId }) => <OrderName orderId={orderId} /> },
  { title: t('hold.broken'), kind: 'number', cell: ({ broken }) => number(broken) },
  {
    title: t('hold.short'),
    kind: 'number',
    cell: ({ short }) => (short > 0 ? <Chip tone="stop">{number(short)}</Chip> : number(0)),
  },
];

const pickedColumns = (): Column<HoldShown['picked'][number]>[] => [
  { title: t('stock.place'), kind: 'lead', cell: ({ place }) => placeName(place) },
  {
    title: t('stock.item'),
    kind: 'wide',
    cell: ({ itemId }) => <a href={href('stock', itemId)}>{itemOf(itemId)?.name ?? '…'}</a>,
  },
  { title: t('stock.lot'), cell: ({ lot }) => lot || '–' },
  { title: t('stock.quantity'), kind: 'end', cell: ({ quantity }) => <b>{number(quantity)}</b> },
];
