import { href } from '../../frame/route.ts';
import { type Asked, useAsk, withQuery } from '../../link/ask.ts';
import { itemOf } from '../../link/items.ts';
import { useLayout } from '../../link/layout.ts';
import { usePeople } from '../../link/people.ts';
import { isManager, role } from '../../link/session.ts';
import type { OrderShown, Visits } from '../../link/wire.ts';
import { Legend, PartBar } from '../../parts/Bar.tsx';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { number, when } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { Answer } from '../../parts/Wait.tsx';
import { causeSaid, said, t } from '../../words/t.ts';
import { AtTheDoor, FailedNote } from './AtTheDoor.tsx';
import { ClearRecipient } from './ClearRecipient.tsx';
import { mayLook } from './look.tsx';
import { OrderActions } from './OrderActions.tsx';
import { ParcelsCard } from './ParcelsCard.tsx';
import { Due, StateChips } from './columns.tsx';
import { MapLine } from './MapLine.tsx';
import { isUndelivered, partsOf, partsOfAll } from './tones.ts';

/** Those to whom a driven route shows its proofs. */
const seesDoors = (): boolean => isManager.value || role.value === 'dispatcher';

export function OrderPage({ orderId }: { orderId: string }) {
  const asked = useAsk<OrderShown>(`/v1/orders/${orderId}`, { topics: ['orders.', 'waves.', 'packing.', 'dispatch.'] });
  const order = asked.value;
  return (
    <Page
      title={order?.externalId ?? t('orders.order')}
      back={{ to: href('orders'), title: t('place.orders') }}
      lead={
        order && (
          <>
            <StateChips order={order} />
            <span>{order.mall ? `${order.channel} · ${order.mall}` : order.channel}</span>
            <span>{t('orders.version', { n: order.version })}</span>
          </>
        )
      }
      actions={order && <OrderActions order={order} again={asked.again} />}
    >
      <Answer asked={asked}>{(shown) => <OrderBody order={shown} asked={asked} />}</Answer>
    </Page>
  );
}

function OrderBody({ order, asked }: { order: OrderShown; asked: Asked<OrderShown> }) {
  const zones = useLayout().value?.zones;
  const { siteId, orderId } = order;
  const seen = useAsk<Visits>(seesDoors() ? withQuery('/v1/visits', { siteId, orderId }) : null, {
    topics: ['dispatch.'],
  });
  const visits = seen.value?.visits;
  return (
    <>
      <FailedNote order={order} visits={visits} />
      <NextStep order={order} />
      <div class="columns">
        <div>
          <Card title={t('orders.lines')}>
            <PartBar parts={partsOfAll(order)} tall />
            <Legend parts={partsOfAll(order)} />
            <ul class="order-lines">
              {order.lines.map((line) => (
                <li key={line.lineNo}>
                  <span class="count">{number(line.ordered)}</span>
                  <span class="grow">
                    <b>{itemOf(line.itemId)?.name ?? line.code ?? '…'}</b>
                    <span class="soft code">{itemOf(line.itemId)?.code ?? line.code}</span>
                    <PartBar parts={partsOf(order, line)} />
                  </span>
                  {line.itemId === null && <MapLine order={order} line={line} again={asked.again} />}
                </li>
              ))}
            </ul>
          </Card>
          <ParcelsCard order={order} />
          <Trouble error={seen.trouble} again={seen.again} />
          <AtTheDoor visits={visits ?? []} />
        </div>
        <div>
          <Card title={t('orders.promise')}>
            <div class="figures">
              <Figure label={t('orders.due')} value={<Due order={order} />} />
              <Figure label={t('orders.placed')} value={when(order.placedAt)} />
              <Figure label={t('orders.paid')} value={order.paidAt ? when(order.paidAt) : t('orders.unpaid')} />
              <Figure
                label={t('orders.drives')}
                value={said('carrier', order.carrier ?? 'own')}
                note={zones?.find(({ zoneId }) => zoneId === order.zoneId)?.name}
              />
            </div>
          </Card>
          <Card title={t('orders.to')}>
            {order.shipTo ? <Recipient order={order} /> : <p class="soft">{t('orders.noAddress')}</p>}
          </Card>
          <History order={order} />
        </div>
      </div>
    </>
  );
}

function Recipient({ order }: { order: OrderShown }) {
  if (order.shipTo!.erased) return <p class="soft">{t('erase.erased')}</p>;
  if (mayLook()) return <ClearRecipient orderId={order.orderId} masked={order.shipTo!} />;
  return (
    <address class="ship-to">
      <b>{order.shipTo!.name}</b>
      <span>{order.shipTo!.phone}</span>
      <span>{order.shipTo!.address}</span>
      <small class="soft">{t('orders.masked')}</small>
    </address>
  );
}

/** What has to happen next, and why it has not. */
function NextStep({ order }: { order: OrderShown }) {
  if (order.nextStep === 'none' && order.cause === null) return null;
  const isStuck =
    ['unmapped', 'shortfall', 'back_ordered', 'awaiting_address'].includes(order.state) ||
    order.paused !== null ||
    isUndelivered(order);
  return (
    <div class={isStuck ? 'next-step stuck' : 'next-step'}>
      {order.cause !== null && <Chip tone={isStuck ? 'stop' : 'plain'}>{causeSaid(order.cause)}</Chip>}
      {order.paused !== null && <Chip tone="notice">{causeSaid(order.paused)}</Chip>}
      <b>{said('nextStep', order.nextStep)}</b>
    </div>
  );
}

/** A parcel that was brought back is packed again: that is told once, by what happened. */
const isTold = ({ kind, cause }: OrderShown['events'][number]): boolean =>
  kind === 'brought_back' || cause !== 'brought_back';

function History({ order }: { order: OrderShown }) {
  const nameOf = usePeople();
  return (
    <Card title={t('orders.history')}>
      <ol class="history">
        {order.events
          .filter(isTold)
          .toReversed()
          .map((event) => (
            <li key={event.no}>
              <time dateTime={event.at}>{when(event.at)}</time>
              <span>
                <b>{said('order', event.kind)}</b>
                {event.itemId !== null && (
                  <span data-units={event.kind}>
                    {t('orders.unitsOf', { n: number(event.quantity!), item: itemOf(event.itemId)?.name ?? '…' })}
                  </span>
                )}
                {event.cause && <Chip>{causeSaid(event.cause)}</Chip>}
                <small class="soft">{nameOf(event.actorId)}</small>
              </span>
            </li>
          ))}
      </ol>
    </Card>
  );
}
