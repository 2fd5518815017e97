import type { OrderHead } from '../../link/wire.ts';
import { Chip } from '../../parts/Page.tsx';
import type { Column } from '../../parts/Rows.tsx';
import { ago, now_ms, span, when } from '../../parts/time.ts';
import { said, t } from '../../words/t.ts';
import { isOver, isUndelivered, stateTone } from './tones.ts';

export const orderColumns = (): Column<OrderHead>[] => [
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
      {isUndelivered(order) && <UndeliveredChip order={order} />}{' '}
      {!(isUndelivered(order) && order.state === 'shipped') && (
        <Chip tone={stateTone[order.state]}>{said('order', order.state)}</Chip>
      )}
    </>
  );
}

const UndeliveredChip = ({ order: { undelivered } }: { order: OrderHead }) => (
  <Chip tone="stop">{t(undelivered?.isBack ? 'orders.backAtSite' : 'order.delivery_failed')}</Chip>
);

export function Due({ order }: { order: OrderHead }) {
  const left_ms = new Date(order.promiseBy).getTime() - now_ms.value;
  if (isOver(order)) return <>{when(order.promiseBy)}</>;
  // nothing is on its way that could still be in time
  const isIdle = order.state === 'shipped' && isUndelivered(order) && order.undelivered?.follows !== 'again';
  return (
    <span class={left_ms < 0 ? 'problem' : ''}>
      {when(order.promiseBy)}
      {(left_ms < 0 || !isIdle) && <small>{t(left_ms < 0 ? 'time.over' : 'time.left', { span: span(left_ms) })}</small>}
    </span>
  );
}
