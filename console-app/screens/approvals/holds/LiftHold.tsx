import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Hold } from '../../../link/wire.ts';
import { Field, Select } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { Key } from '../../../parts/Key.tsx';
import { told } from '../../../parts/Undo.tsx';
import { said, t } from '../../../words/t.ts';

const reasons = ['recall_over', 'checked', 'seller_asked', 'undo'] as const;
type Reason = (typeof reasons)[number];

/** Ends a hold, with a reason; its units are on sale again. */
export function LiftHold({ hold, again }: { hold: Hold; again: () => void }) {
  const isOpen = useSignal(false);
  const first: Reason = hold.reason === 'recall' ? 'recall_over' : 'checked';
  const reason = useSignal<Reason>(first);
  const act = useAct();
  const send = async (): Promise<void> => {
    const json = { siteId: hold.siteId, reason: reason.value };
    if ((await act.run('lift', () => post(`/v1/holds/${hold.holdId}/lift`, json))) === undefined) return again();
    isOpen.value = false;
    told({ text: t('hold.liftDone') });
    again();
  };
  return (
    <>
      <Key kind="main" icon="check" data-do="lift" onPress={() => (isOpen.value = true)}>
        {t('hold.lift')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('hold.liftTitle')}
          act={act}
          name="lift"
          send={t('hold.lift')}
          leave={t('do.keep')}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <p>{t('hold.liftHint')}</p>
          <Field label={t('stock.reason')} path="reason">
            <Select<Reason>
              value={reason.value}
              choices={reasons.map((name) => [name, said('cause', name)])}
              onChoose={(chosen) => (reason.value = chosen)}
            />
          </Field>
        </FormDialog>
      )}
    </>
  );
}
