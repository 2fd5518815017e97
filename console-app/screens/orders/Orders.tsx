import { place } from '../../frame/route.ts';
import { OrderList } from './OrderList.tsx';
import { OrderPage } from './OrderPage.tsx';

export function Orders() {
  const orderId = place.value.path[1];
  return orderId === undefined ? <OrderList /> : <OrderPage key={orderId} orderId={orderId} />;
}
