import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { OrderShown } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Select } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
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
        <Dialog
          title={t('erase.title')}
          onClose={() => (isOpen.value = false)}
          foot={
            <>
              <Key onPress={() => (isOpen.value = false)}>{t('do.keep')}</Key>
              <Key kind="stop" name="erase" act={act} data-do="confirm" onPress={() => void erase()}>
                {t('erase.do')}
              </Key>
            </>
          }
        >
          <div class="stack">
            <Trouble error={act.trouble.value} />
            <p>{t('erase.hint')}</p>
            <Field label={t('orders.cause')}>
              <Select
                value={why.value}
                choices={reasons.map((name) => [name, t(`why.${name}`)])}
                onChoose={(name) => (why.value = name)}
              />
            </Field>
          </div>
        </Dialog>
      )}
    </>
  );
}
