import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { patch } from '../../link/http.ts';
import type { Item } from '../../link/wire.ts';
import { Check } from '../../parts/Check.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { told } from '../../parts/Undo.tsx';
import { t } from '../../words/t.ts';

const kinds = ['lotTracked', 'expiryTracked', 'serialTracked'] as const;

/** What is asked with every arrival of an item: to be changed while there is none of it. */
export function ChangeTracking({ item, again }: { item: Item; again: () => void }) {
  const isOpen = useSignal(false);
  const asked = useSignal(item);
  const days = useSignal('');
  const act = useAct();
  const open = (): void => {
    asked.value = item;
    days.value = String(item.minLifeDays);
    isOpen.value = true;
  };
  const send = async (): Promise<void> => {
    const { lotTracked, expiryTracked, serialTracked } = asked.value;
    const json = { lotTracked, expiryTracked, serialTracked, minLifeDays: Number(days.value) };
    if ((await act.run('tracking', () => patch(`/v1/items/${item.itemId}/tracking`, json))) === undefined) return;
    isOpen.value = false;
    told({ text: t('item.trackingSet') });
    again();
  };
  return (
    <>
      <Key icon="pen" data-do="tracking" onPress={open}>
        {t('item.tracking')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('item.tracked')}
          act={act}
          name="tracking"
          send={t('do.save')}
          isWhole={/^\d{1,4}$/.test(days.value)}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          {kinds.map((name) => (
            <Check
              key={name}
              name={name}
              label={t(`item.${name}`)}
              hint={t(`item.${name}Hint`)}
              checked={asked.value[name]}
              onCheck={(checked) => (asked.value = { ...asked.value, [name]: checked })}
            />
          ))}
          {asked.value.expiryTracked && (
            <Field label={t('item.minLifeDays')} hint={t('item.minLifeDaysHint')} path="minLifeDays">
              <Input
                name="minLifeDays"
                inputMode="numeric"
                value={days.value}
                onText={(text) => (days.value = text.trim())}
              />
            </Field>
          )}
          <p class="soft">{t('item.trackedStays')}</p>
        </FormDialog>
      )}
    </>
  );
}
