import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { OrderShown } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';

/** Who gets the order. What is there already is shown masked and is replaced as a whole. */
export function AddressForm({ order, onClose, again }: { order: OrderShown; onClose: () => void; again: () => void }) {
  const to = useSignal({ name: '', phone: '', address: '', lat: '', lon: '' });
  const act = useAct();
  const text = (name: keyof typeof to.value) => ({
    value: to.value[name],
    onText: (value: string) => (to.value = { ...to.value, [name]: value }),
  });
  const send = async (): Promise<void> => {
    const { name, phone, address, lat, lon } = to.value;
    const spot = lat && lon ? { lat: Number(lat), lon: Number(lon) } : {};
    const shipTo = { name, phone, address, ...spot };
    if ((await act.run('send', () => post(`/v1/orders/${order.orderId}/address`, { shipTo }))) === undefined) return;
    again();
    onClose();
  };
  const isWhole = to.value.name.trim() !== '' && to.value.phone.trim() !== '' && to.value.address.trim() !== '';
  return (
    <Dialog
      title={t(order.shipTo ? 'orders.changeAddress' : 'orders.giveAddress')}
      onClose={onClose}
      foot={
        <>
          <Key onPress={onClose}>{t('do.cancel')}</Key>
          <Key kind="main" name="send" act={act} disabled={!isWhole} onPress={() => void send()}>
            {t('do.save')}
          </Key>
        </>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <Field label={t('address.name')}>
          <Input autocomplete="off" {...text('name')} />
        </Field>
        <Field label={t('address.phone')}>
          <Input autocomplete="off" inputMode="tel" {...text('phone')} />
        </Field>
        <Field label={t('address.address')}>
          <Input autocomplete="off" {...text('address')} />
        </Field>
        <div class="two">
          <Field label={t('address.lat')} hint={t('address.spotHint')}>
            <Input inputMode="decimal" {...text('lat')} />
          </Field>
          <Field label={t('address.lon')}>
            <Input inputMode="decimal" {...text('lon')} />
          </Field>
        </div>
      </div>
    </Dialog>
  );
}
