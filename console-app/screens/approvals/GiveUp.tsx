import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { itemOf } from '../../link/items.ts';
import type { Checkout } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { number } from '../../parts/time.ts';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';

const reasons = ['payment_returned', 'cancelled_at_shop', 'bought_twice', 'shop_silent'] as const;

interface GiveUpProps {
  checkout: Checkout;
  again: () => void;
  onClose: () => void;
}

/** Frees what a paid checkout keeps, with a reason. An order that comes after all is promised anew, as far as there is something left. */
export function GiveUp({ checkout, again, onClose }: GiveUpProps) {
  const act = useAct();
  const reason = useSignal<(typeof reasons)[number]>('payment_returned');
  const { promiseId, externalId, lines } = checkout;
  const send = async (): Promise<void> => {
    const free = () => post(`/v1/checkouts/${promiseId}/give-up`, { reason: reason.value });
    if ((await act.run('give-up', free)) === undefined) return again();
    onClose();
    told({ text: t('checkouts.released', { order: externalId }) });
    again();
  };
  return (
    <FormDialog
      title={t('checkouts.title', { order: externalId })}
      act={act}
      name="give-up"
      send={t('checkouts.release')}
      leave={t('do.keep')}
      kind="stop"
      onSend={send}
      onClose={onClose}
    >
      <div>
        <Kept lines={lines} />
      </div>
      <p class="hint">{t('checkouts.hint')}</p>
      <Field label={t('stock.reason')} path="reason">
        <Select
          value={reason.value}
          choices={reasons.map((name) => [name, said('cause', name)])}
          onChoose={(name) => (reason.value = name)}
        />
      </Field>
    </FormDialog>
  );
}

/** What it keeps of each item. */
export function Kept({ lines }: { lines: Checkout['lines'] }) {
  return (
    <>
      {lines.map(({ itemId, open }) => (
        <div key={itemId}>
          {number(open)} × <a href={href('stock', itemId)}>{itemOf(itemId)?.name ?? '…'}</a>
        </div>
      ))}
    </>
  );
}
