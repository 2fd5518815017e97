import { href } from '../../frame/route.ts';
import { t } from '../../words/t.ts';
import { ClearRecipient } from '../orders/ClearRecipient.tsx';
import { mayLook } from '../orders/look.tsx';

interface OrdersAtProps {
  /** All that goes to one door. */
  parcels: { parcelId: string; orderId: string; sscc: string }[];
  area: string | null;
}

/** Each order that goes to a door, with its parcels and who gets it. */
export function OrdersAt({ parcels, area }: OrdersAtProps) {
  const orders = [...new Set(parcels.map(({ orderId }) => orderId))];
  return (
    <ul class="orders-at">
      {orders.map((orderId, at) => (
        <li key={orderId} data-order={orderId}>
          <a href={href('orders', orderId)}>
            {orders.length > 1 ? t('failed.order', { n: at + 1, of: orders.length }) : t('orders.order')}
          </a>
          <small class="soft code">
            {parcels.flatMap((one) => (one.orderId === orderId ? [`…${one.sscc.slice(-6)}`] : [])).join(', ')}
          </small>
          {mayLook() && <ClearRecipient orderId={orderId} masked={{ address: area ?? '–' }} />}
        </li>
      ))}
    </ul>
  );
}
