import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';

const reasons = ['not_found', 'stolen'] as const;

interface WriteOffParcelProps {
  parcel: { parcelId: string; sscc: string };
  siteId: string;
  again: () => void;
  onClose: () => void;
}

/** Whether it was not there when its vehicle left, and nobody has found it since. */
export const isMissing = ({ holdReason }: { holdReason: string | null }): boolean => holdReason === 'not_found';

/** For good: what it means is read before, and why is kept. */
export function WriteOffParcel({ parcel: { parcelId, sscc }, siteId, again, onClose }: WriteOffParcelProps) {
  const why = useSignal<string>(reasons[0]);
  const act = useAct();
  const number = sscc.slice(-6);
  const writeOff = async (): Promise<void> => {
    const path = `/v1/parcels/${parcelId}/write-off`;
    if ((await act.run('write-off', () => post(path, { siteId, reason: why.value }))) === undefined) return;
    again();
    told({ text: t('kept.writtenOff', { sscc: number }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('kept.writeOffTitle', { sscc: number })}
      act={act}
      name="write-off"
      send={t('kept.writeOff')}
      kind="stop"
      leave={t('kept.lookOn')}
      onSend={writeOff}
      onClose={onClose}
    >
      <p>{t('kept.writeOffHint')}</p>
      <Field label={t('orders.cause')}>
        <Select
          value={why.value}
          choices={reasons.map((name) => [name, said('fail', name)])}
          onChoose={(name) => (why.value = name)}
        />
      </Field>
    </FormDialog>
  );
}
