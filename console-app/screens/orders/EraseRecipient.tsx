import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { OrderShown } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { t } from '../../words/t.ts';

const reasons = ['customer_asked', 'authority', 'kept_too_long'] as const;

/** For good: so it is asked, with what is lost and what stays. */
export function EraseRecipient({ order, again }: { order: OrderShown; again: () => void }) {
  const isOpen = useSignal(false);
  const why = useSignal<string>(reasons[0]);
  const act = useAct();
  const erase = async (): Promise<void> => {
    const path = `/v1/orders/${order.orderId}/recipient/erase`;
    if ((await act.run('erase', () => post(path, { reason: why.value }))) === undefined) return;
    isOpen.value = false;
    again();
  };
  return (
    <>
      <Key icon="cross" kind="stop" data-do="erase" onPress={() => (isOpen.value = true)}>
        {t('erase.do')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('erase.title')}
          act={act}
          name="erase"
          send={t('erase.do')}
          kind="stop"
          leave={t('do.keep')}
          onSend={erase}
          onClose={() => (isOpen.value = false)}
        >
          <p>{t('erase.hint')}</p>
          <Field label={t('orders.cause')}>
            <Select
              value={why.value}
              choices={reasons.map((name) => [name, t(`why.${name}`)])}
              onChoose={(name) => (why.value = name)}
            />
          </Field>
        </FormDialog>
      )}
    </>
  );
}
