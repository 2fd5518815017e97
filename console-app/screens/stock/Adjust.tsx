import { useSignal } from '@preact/signals';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Item, Places } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { said, t } from '../../words/t.ts';
import { BreaksSaid, useForeseen } from '../approvals/Breaks.tsx';

interface AdjustProps {
  item: Item;
  places: Places['places'];
  again: () => void;
}

const conditions = ['sellable', 'hold', 'inspect', 'damaged', 'expired'] as const;
type Condition = (typeof conditions)[number];
const NOTHING = {
  binCode: '',
  lot: '',
  expiry: '',
  serial: '',
  condition: 'sellable' as Condition,
  quantity: '',
  reason: '',
};

const bodyOf = (itemId: string, { lot, expiry, serial, quantity, ...rest }: typeof NOTHING) => ({
  siteId: site.value!.siteId,
  itemId,
  ...rest,
  quantity: Number(quantity),
  ...(lot && { lot }),
  ...(expiry && { expiry }),
  ...(serial && { serial }),
});

/** Corrects the books of one bin, with a reason; large corrections wait for a second person. */
export function Adjust({ item, places, again }: AdjustProps) {
  const isOpen = useSignal(false);
  const asked = useSignal(NOTHING);
  const isWaiting = useSignal(false);
  const act = useAct();
  const bins = places.filter(({ place }) => place.startsWith('bin/')).map(({ place }) => place.slice(4));
  const text = (name: Exclude<keyof typeof NOTHING, 'condition'>) => ({
    value: asked.value[name],
    onText: (value: string) => (asked.value = { ...asked.value, [name]: value }),
  });
  const open = (): void => {
    asked.value = { ...NOTHING, binCode: bins[0] ?? '' };
    isWaiting.value = false;
    isOpen.value = true;
  };
  const foreseen = useForeseen('/v1/stock/adjustments/preview');
  const json = bodyOf(item.itemId, asked.value);
  const breaks = foreseen.of(json);
  const send = async (): Promise<void> => {
    // nobody counts on units that are found
    const may = async () => json.quantity > 0 || foreseen.may(json);
    const correct = async () => ((await may()) ? post<{ state: string }>('/v1/stock/adjustments', json) : undefined);
    const answer = await act.run('adjust', correct);
    if (answer === undefined) return;
    again();
    if (answer.state === 'waiting') isWaiting.value = true;
    else isOpen.value = false;
  };
  const { binCode, lot, serial, condition, quantity, reason } = asked.value;
  const isTold = (!item.lotTracked || lot !== '') && (!item.serialTracked || serial !== '');
  const isCounted = /^[-+]?\d+$/.test(quantity) && Number(quantity) !== 0;
  const isWhole = binCode !== '' && reason.trim() !== '' && isTold && isCounted;
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
          send={t(breaks ? 'breaks.goOn' : 'stock.adjustDo')}
          isWhole={isWhole}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <div class="two">
            <Field label={t('stock.bin')} path="binCode">
              <Input list="bins-of-item" autocapitalize="characters" {...text('binCode')} />
            </Field>
            <Field label={t('stock.difference')} hint={t('stock.differenceHint')} path="quantity">
              <Input inputMode="numeric" placeholder="-2" {...text('quantity')} />
            </Field>
          </div>
          <datalist id="bins-of-item">
            {bins.map((bin) => (
              <option key={bin} value={bin} />
            ))}
          </datalist>
          {item.lotTracked && (
            <Field label={t('stock.lot')} path="lot">
              <Input {...text('lot')} />
            </Field>
          )}
          {item.expiryTracked && (
            <Field label={t('field.expiry')} hint={t('stock.expiryHint')} path="expiry">
              <Input type="date" {...text('expiry')} />
            </Field>
          )}
          {item.serialTracked && (
            <Field label={t('stock.serial')} hint={t('stock.serialHint')} path="serial">
              <Input {...text('serial')} />
            </Field>
          )}
          <Field label={t('stock.condition')}>
            <Select<Condition>
              value={condition}
              choices={conditions.map((name) => [name, said('condition', name)])}
              onChoose={(chosen) => (asked.value = { ...asked.value, condition: chosen })}
            />
          </Field>
          <Field label={t('stock.reason')} path="reason">
            <Input {...text('reason')} />
          </Field>
          <BreaksSaid breaks={breaks} />
        </FormDialog>
      )}
    </>
  );
}
