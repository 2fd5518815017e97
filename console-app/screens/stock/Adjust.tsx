import { useSignal } from '@preact/signals';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Item, Places } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { t } from '../../words/t.ts';

interface AdjustProps {
  item: Item;
  places: Places['places'];
  again: () => void;
}

/** Corrects the books of one bin, with a reason; large corrections wait for a second person. */
export function Adjust({ item, places, again }: AdjustProps) {
  const isOpen = useSignal(false);
  const asked = useSignal({ binCode: '', lot: '', quantity: '', reason: '' });
  const isWaiting = useSignal(false);
  const act = useAct();
  const bins = places.filter(({ place }) => place.startsWith('bin/')).map(({ place }) => place.slice(4));
  const text = (name: keyof typeof asked.value) => ({
    value: asked.value[name],
    onText: (value: string) => (asked.value = { ...asked.value, [name]: value }),
  });
  const open = (): void => {
    asked.value = { binCode: bins[0] ?? '', lot: '', quantity: '', reason: '' };
    isWaiting.value = false;
    isOpen.value = true;
  };
  const send = async (): Promise<void> => {
    const { binCode, lot, quantity, reason } = asked.value;
    const json = {
      siteId: site.value!.siteId,
      itemId: item.itemId,
      binCode,
      quantity: Number(quantity),
      reason,
      ...(lot && { lot }),
    };
    const answer = await act.run('adjust', () => post<{ state: string }>('/v1/stock/adjustments', json));
    if (answer === undefined) return;
    again();
    if (answer.state === 'waiting') isWaiting.value = true;
    else isOpen.value = false;
  };
  const { binCode, quantity, reason } = asked.value;
  const isWhole = binCode !== '' && reason.trim() !== '' && /^[-+]?\d+$/.test(quantity) && Number(quantity) !== 0;
  return (
    <>
      <Key icon="pen" onPress={open}>
        {t('stock.adjust')}
      </Key>
      {isOpen.value && isWaiting.value && (
        <Dialog title={t('stock.adjust')} onClose={() => (isOpen.value = false)}>
          <p class="notice">{t('stock.adjustWaits')}</p>
        </Dialog>
      )}
      {isOpen.value && !isWaiting.value && (
        <FormDialog
          title={t('stock.adjust')}
          act={act}
          name="adjust"
          send={t('stock.adjustDo')}
          isWhole={isWhole}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <div class="two">
            <Field label={t('stock.bin')}>
              <Input list="bins-of-item" autocapitalize="characters" {...text('binCode')} />
            </Field>
            <Field label={t('stock.difference')} hint={t('stock.differenceHint')}>
              <Input inputMode="numeric" placeholder="-2" {...text('quantity')} />
            </Field>
          </div>
          <datalist id="bins-of-item">
            {bins.map((bin) => (
              <option key={bin} value={bin} />
            ))}
          </datalist>
          {item.lotTracked && (
            <Field label={t('stock.lot')}>
              <Input {...text('lot')} />
            </Field>
          )}
          <Field label={t('stock.reason')}>
            <Input {...text('reason')} />
          </Field>
        </FormDialog>
      )}
    </>
  );
}
