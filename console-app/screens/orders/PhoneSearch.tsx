import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { withQuery } from '../../link/ask.ts';
import { get } from '../../link/http.ts';
import type { Orders } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Card } from '../../parts/Page.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Rows } from '../../parts/Rows.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { orderColumns } from './columns.tsx';

/** Of a customer on the phone: asked once by Enter, since every search is recorded; the number stands in no address. */
export function PhoneSearch({
  onFound,
}: {
  onFound: (found: { end: string; orders: Orders['orders'] } | null) => void;
}) {
  const phone = useSignal('');
  const act = useAct();
  const search = async (): Promise<void> => {
    const asked = phone.value.trim();
    if (asked === '') return onFound(null);
    const answer = await act.run('phone', () => get<Orders>(withQuery('/v1/orders', { phone: asked, limit: 50 })));
    if (answer) onFound({ end: asked.replace(/\D/g, '').slice(-4), orders: answer.orders });
  };
  return (
    <form
      class="search phone"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        void search();
      }}
    >
      <Icon name="person" size={18} />
      <input
        class="input"
        type="search"
        name="phone"
        inputMode="tel"
        autocomplete="off"
        aria-label={t('phone.search')}
        placeholder={t('phone.search')}
        title={t('phone.hint')}
        value={phone.value}
        onInput={(event) => {
          phone.value = event.currentTarget.value;
          if (phone.value === '') onFound(null);
        }}
      />
      <Trouble error={act.trouble.value} />
    </form>
  );
}

interface FoundProps {
  found: { end: string; orders: Orders['orders'] };
  onClear: () => void;
}

export function FoundByPhone({ found, onClear }: FoundProps) {
  return (
    <Card
      flush={found.orders.length > 0}
      title={t('phone.found', { end: found.end })}
      actions={
        <Key small onPress={onClear}>
          {t('do.clear')}
        </Key>
      }
    >
      {found.orders.length === 0 ? (
        <Empty icon="orders" title={t('orders.none')} hint={t('orders.noneFound')} />
      ) : (
        <Rows
          label={t('place.orders')}
          rows={found.orders}
          columns={orderColumns()}
          keyOf={({ orderId }) => orderId}
          to={({ orderId }) => href('orders', orderId)}
        />
      )}
    </Card>
  );
}
