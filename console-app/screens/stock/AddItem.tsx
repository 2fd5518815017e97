import { useSignal } from '@preact/signals';
import { go, href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { useSellers } from '../../link/people.ts';
import { isSeller, user } from '../../link/session.ts';
import { Check } from '../../parts/Check.tsx';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { refusedSaid } from '../../parts/refused.ts';
import { said, t } from '../../words/t.ts';
import {
  barcodeProblem,
  blank,
  isMeasure,
  type Measure,
  missingIn,
  type Needed,
  type Typed,
  written,
} from './newItem.ts';

const temperatures: Typed['temperature'][] = ['ambient', 'chilled', 'frozen'];

/** A new item, with what has to be told of it whenever it arrives. */
export function AddItem({ onClose }: { onClose: () => void }) {
  const typed = useSignal<Typed>({ ...blank, sellerId: user.value?.sellerId ?? '' });
  const act = useAct();
  const change = (to: Partial<Typed>): void => void (typed.value = { ...typed.value, ...to });
  const text = (name: 'code' | 'name') => ({
    name,
    value: typed.value[name],
    onText: (value: string) => change({ [name]: value }),
  });
  const missing = missingIn(typed.value);
  const add = async (): Promise<void> => {
    const added = await act.run('add', () => post<{ itemId: string }>('/v1/items', written(typed.value)));
    if (added === undefined) return;
    onClose();
    go(href('stock', added.itemId));
  };
  return (
    <FormDialog
      title={t('item.add')}
      act={act}
      name="add"
      send={t('item.add')}
      isWhole={missing.length === 0}
      onSend={add}
      onClose={onClose}
    >
      {!isSeller.value && <SellerField typed={typed.value} onChange={change} />}
      <div class="two-fields">
        <Field label={t('item.code')} path="code">
          <Input {...text('code')} maxLength={60} />
        </Field>
        <BarcodeField typed={typed.value} onChange={change} />
      </div>
      <Field label={t('item.name')} path="name">
        <Input {...text('name')} maxLength={200} />
      </Field>
      <Measures typed={typed.value} onChange={change} />
      <Tracked typed={typed.value} onChange={change} />
      {missing.length > 0 && (
        <p class="soft" role="status" data-missing>
          {t('item.missing', { what: missing.map(nameOf).join(' · ') })}
        </p>
      )}
    </FormDialog>
  );
}

const nameOf = (needed: Needed): string => t(needed === 'sellerId' ? 'booking.seller' : `item.${needed}`);

interface PartProps {
  typed: Typed;
  onChange: (to: Partial<Typed>) => void;
}

function SellerField({ typed, onChange }: PartProps) {
  const sellers = useSellers();
  return (
    <Field label={t('booking.seller')} path="sellerId">
      <Select
        value={typed.sellerId}
        none={t('booking.chooseSeller')}
        choices={sellers.map(({ sellerId, name }) => [sellerId, name])}
        onChoose={(sellerId) => onChange({ sellerId })}
      />
    </Field>
  );
}

/** So many digits are the whole of a code; eight or twelve may be on the way to thirteen. */
const whole = 13;

/** A digit that is not the label's is told here, before anything is sent. */
function BarcodeField({ typed, onChange }: PartProps) {
  const isLeft = useSignal(false);
  const wrong = barcodeProblem(typed);
  const isTold = wrong !== undefined && (isLeft.value || wrong.got.length >= whole);
  return (
    <Field
      label={t('item.barcode')}
      hint={t('item.barcodeHint')}
      path="barcodes"
      problem={isTold ? refusedSaid('gs1_check_digit', wrong) : undefined}
    >
      <Input
        name="barcode"
        maxLength={80}
        autocomplete="off"
        value={typed.barcode}
        onText={(barcode) => onChange({ barcode })}
        onLeave={() => (isLeft.value = true)}
      />
    </Field>
  );
}

const paths: Record<Measure, string> = {
  length: 'size_mm.0',
  width: 'size_mm.1',
  height: 'size_mm.2',
  weight: 'weight_g',
};

/** How large and heavy one unit is, and how cold it is kept. */
function Measures({ typed, onChange }: PartProps) {
  return (
    <div class="two-fields">
      {(['length', 'width', 'height', 'weight'] as const).map((name) => (
        <Field
          key={name}
          label={t(`item.${name}`)}
          path={paths[name]}
          problem={typed[name].trim() !== '' && !isMeasure(name, typed[name]) ? t(wrong[name]) : undefined}
        >
          <Input name={name} inputMode="decimal" value={typed[name]} onText={(text) => onChange({ [name]: text })} />
        </Field>
      ))}
      <Field label={t('stock.temperature')} path="temperature">
        <Select
          value={typed.temperature}
          choices={temperatures.map((one) => [one, said('temperature', one)])}
          onChoose={(temperature) => onChange({ temperature })}
        />
      </Field>
    </div>
  );
}

const wrong = {
  length: 'item.sizeWrong',
  width: 'item.sizeWrong',
  height: 'item.sizeWrong',
  weight: 'item.weightWrong',
} as const;

/** What is asked for with every unit that arrives: it cannot be asked of units that are in the house already. */
function Tracked({ typed, onChange }: PartProps) {
  return (
    <fieldset>
      <legend>{t('item.tracked')}</legend>
      <div class="stack">
        {(['lotTracked', 'expiryTracked', 'serialTracked'] as const).map((name) => (
          <Check
            key={name}
            name={name}
            label={t(`item.${name}`)}
            hint={t(`item.${name}Hint`)}
            checked={typed[name]}
            onCheck={(checked) => onChange({ [name]: checked })}
          />
        ))}
        {typed.expiryTracked && (
          <Field label={t('item.minLifeDays')} hint={t('item.minLifeDaysHint')} path="minLifeDays">
            <Input
              name="minLifeDays"
              inputMode="numeric"
              value={typed.minLifeDays}
              onText={(minLifeDays) => onChange({ minLifeDays })}
            />
          </Field>
        )}
        <p class="soft">{t('item.trackedStays')}</p>
      </div>
    </fieldset>
  );
}
