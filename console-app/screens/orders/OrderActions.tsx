import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { isManager, isSeller, role } from '../../link/session.ts';
import type { OrderShown } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import { told } from '../../parts/Undo.tsx';
import { AddressForm } from './AddressForm.tsx';
import { EraseRecipient } from './EraseRecipient.tsx';
import { isOver } from './tones.ts';

type Ask = 'cancel' | 'pause' | null;

/** What may be done with an order now; the server has the last word. */
export function OrderActions({ order, again }: { order: OrderShown; again: () => void }) {
  const open = useSignal<Ask>(null);
  const act = useAct();
  // who is told at the door that it is the wrong one, asks the customer for the right one
  if (role.value === 'dispatcher') return isOver(order) ? null : <ChangeAddress order={order} again={again} />;
  if (!(isManager.value || isSeller.value)) return null;
  if (isOver(order))
    return order.shipTo && !order.shipTo.erased ? <EraseRecipient order={order} again={again} /> : null;
  const send = async (verb: 'back-order' | 'resume', json: object = {}): Promise<void> => {
    if ((await act.run(verb, () => post(`/v1/orders/${order.orderId}/${verb}`, json))) === undefined) return;
    again();
    if (verb !== 'resume') return;
    const reason = order.paused!;
    told({ text: t('undo.resumed'), undo: () => post(`/v1/orders/${order.orderId}/pause`, { reason }).then(again) });
  };
  const close = (): void => {
    open.value = null;
  };
  const isShort =
    order.lines.some(({ waiting }) => waiting > 0) && order.paidAt !== null && order.state === 'shortfall';
  return (
    <>
      {act.trouble.value && <Trouble error={act.trouble.value} />}
      {isShort && (
        <Key name="back-order" act={act} onPress={() => void send('back-order', { cause: 'stock_short' })}>
          {t('orders.backOrder')}
        </Key>
      )}
      <ChangeAddress order={order} again={again} />
      {order.paused === null ? (
        <Key icon="pause" act={act} onPress={() => (open.value = 'pause')}>
          {t('orders.pause')}
        </Key>
      ) : (
        <Key name="resume" act={act} onPress={() => void send('resume')}>
          {t('orders.resume')}
        </Key>
      )}
      {order.cancelAskedAt === null && (
        <Key kind="stop" icon="cross" act={act} data-do="cancel" onPress={() => (open.value = 'cancel')}>
          {t('orders.cancel')}
        </Key>
      )}
      {open.value && <Reason order={order} verb={open.value} onClose={close} again={again} />}
    </>
  );
}

function ChangeAddress({ order, again }: { order: OrderShown; again: () => void }) {
  const isOpen = useSignal(false);
  if (order.state === 'shipped') return null;
  const close = (): void => {
    isOpen.value = false;
  };
  return (
    <>
      <Key icon="deliver" data-do="address" onPress={() => (isOpen.value = true)}>
        {t(order.shipTo ? 'orders.changeAddress' : 'orders.giveAddress')}
      </Key>
      {isOpen.value && (
        <AddressForm orderId={order.orderId} isChange={order.shipTo !== null} onClose={close} onSaved={again} />
      )}
    </>
  );
}

const reasons = {
  cancel: ['customer', 'out_of_stock', 'address', 'fraud'],
  pause: ['customer', 'address', 'fraud', 'payment'],
} as const;

interface ReasonProps {
  order: OrderShown;
  verb: 'cancel' | 'pause';
  onClose: () => void;
  again: () => void;
}

/** Nothing is cancelled or held back without a cause, and what follows from it is told before. */
function Reason({ order, verb, onClose, again }: ReasonProps) {
  const cause = useSignal<string>(reasons[verb][0]);
  const act = useAct();
  const sum = (column: 'picked' | 'packed' | 'shipped'): number =>
    order.lines.reduce((total, line) => total + line[column], 0);
  const follows =
    sum('shipped') > 0 ? 'intercept' : sum('packed') > 0 ? 'open_parcel' : sum('picked') > 0 ? 'put_back' : 'cancelled';
  const confirm = async (): Promise<void> => {
    const json = verb === 'cancel' ? { cause: cause.value } : { reason: cause.value };
    if ((await act.run(verb, () => post(`/v1/orders/${order.orderId}/${verb}`, json))) === undefined) return;
    again();
    onClose();
    if (verb === 'pause')
      told({ text: t('undo.paused'), undo: () => post(`/v1/orders/${order.orderId}/resume`).then(again) });
  };
  return (
    <FormDialog
      title={t(verb === 'cancel' ? 'orders.cancelTitle' : 'orders.pauseTitle')}
      act={act}
      name={verb}
      send={t(verb === 'cancel' ? 'orders.cancel' : 'orders.pause')}
      kind={verb === 'cancel' ? 'stop' : 'main'}
      leave={t('do.keep')}
      onSend={confirm}
      onClose={onClose}
    >
      <p>{verb === 'cancel' ? t(`orders.follows.${follows}`) : t('orders.pauseHint')}</p>
      <Field label={t('orders.cause')}>
        <Select
          value={cause.value}
          choices={reasons[verb].map((name) => [name, t(`cause.${name}`)])}
          onChoose={(name) => (cause.value = name)}
        />
      </Field>
    </FormDialog>
  );
}
