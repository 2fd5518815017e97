import { useAsk } from '../../../link/ask.ts';
import type { OrderShown } from '../../../link/wire.ts';
import { Chip } from '../../../parts/Page.tsx';
import { said } from '../../../words/t.ts';

/** An order by its shop's number, as soon as that is known. */
export function OrderName({ orderId }: { orderId: string }) {
  const order = useAsk<OrderShown>(`/v1/orders/${orderId}`, { topics: ['orders.'] }).value;
  if (order === undefined) return <>…{orderId.slice(-6)}</>;
  return (
    <>
      {order.externalId} <Chip>{said('order', order.state)}</Chip>
    </>
  );
}
