import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { ReturnShown } from '../../link/wire.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';

/** Money back, in its three steps: due, sent, settled. */
export function Refund({ one, again }: { one: ReturnShown; again: () => void }) {
  const isOpen = useSignal(false);
  const amount = useSignal('');
  const act = useAct();
  const send = async (name: string, path: string, json: object): Promise<void> => {
    if ((await act.run(name, () => post(`/v1/returns/${one.returnId}/${path}`, json))) === undefined) return;
    isOpen.value = false;
    again();
  };
  const next = one.refund?.state === 'due' ? 'sent' : one.refund?.state === 'sent' ? 'settled' : null;
  return (
    <div class="refund">
      <Trouble error={isOpen.value ? null : act.trouble.value} />
      {one.refund === null && (
        <Key small act={act} onPress={() => (isOpen.value = true)}>
          {t('returns.refundDue')}
        </Key>
      )}
      {next && (
        <Key small name={next} act={act} onPress={() => void send(next, 'refund/state', { state: next })}>
          {t(next === 'sent' ? 'returns.refundSent' : 'returns.refundSettled')}
        </Key>
      )}
      {isOpen.value && (
        <FormDialog
          title={t('returns.refundDue')}
          act={act}
          name="due"
          send={t('returns.refundDue')}
          isWhole={/^[1-9]\d{0,8}$/.test(amount.value)}
          onSend={() => send('due', 'refund', { amount_krw: Number(amount.value) })}
          onClose={() => (isOpen.value = false)}
        >
          <Field label={t('returns.amount')} path="amount_krw">
            <Input inputMode="numeric" value={amount.value} onText={(text) => (amount.value = text)} />
          </Field>
        </FormDialog>
      )}
    </div>
  );
}
