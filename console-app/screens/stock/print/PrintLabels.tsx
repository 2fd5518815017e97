import { useSignal } from '@preact/signals';
import { site } from '../../../frame/site.ts';
import { useAct } from '../../../link/act.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { save } from '../../../link/download.ts';
import { postFile } from '../../../link/http.ts';
import { isSeller } from '../../../link/session.ts';
import type { Bins, Item } from '../../../link/wire.ts';
import { Check } from '../../../parts/Check.tsx';
import { Field, Input, Segments } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { Key } from '../../../parts/Key.tsx';
import { number } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { itemLabels, type Label, mostLabels, onSheet, series, type Series, seriesLabels, timesEach } from './labels.ts';

type Kind = 'items' | 'bins' | Series;
const kinds: Kind[] = ['items', 'bins', 'totes', 'carts', 'lpns'];

interface PrintLabelsProps {
  /** Those in sight; each may be left out. */
  items: Item[];
  onClose: () => void;
}

const whole = (text: string): number => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : 0);

/** Stickers with barcodes: of the items in sight, of bins, or of totes, carts and LPNs that count on. */
export function PrintLabels({ items, onClose }: PrintLabelsProps) {
  const kind = useSignal<Kind>('items');
  const leftOut = useSignal<ReadonlySet<string>>(new Set());
  const typed = useSignal({ begin: '', first: '1', count: String(onSheet), copies: '1' });
  const act = useAct();
  const bins = useAsk<Bins>(
    kind.value === 'bins' ? withQuery('/v1/bins', { siteId: site.value?.siteId, limit: 5_000 }) : null,
  );
  const { begin, first, count, copies } = typed.value;
  const set = (name: keyof typeof typed.value) => (text: string) =>
    void (typed.value = { ...typed.value, [name]: text });
  const chosen = (): Label[] => {
    if (kind.value === 'items') return itemLabels(items.filter(({ itemId }) => !leftOut.value.has(itemId)));
    if (kind.value !== 'bins') return seriesLabels(kind.value, whole(first), whole(count));
    const codes = (bins.value?.bins ?? []).map(({ binCode }) => binCode);
    return codes.filter((code) => code.startsWith(begin.trim().toUpperCase())).map((code) => ({ code }));
  };
  const labels = timesEach(chosen(), Math.min(99, whole(copies)));
  const print = async (): Promise<void> => {
    const file = await act.run('print', () => postFile('/v1/barcode-sheets', { labels }));
    if (file === undefined) return;
    save(file, `${kind.value}.pdf`);
    onClose();
  };
  return (
    <FormDialog
      title={t('print.title')}
      act={act}
      name="print"
      send={t('print.do')}
      isWhole={labels.length > 0 && labels.length <= mostLabels}
      onSend={print}
      onClose={onClose}
    >
      {!isSeller.value && (
        <Segments<Kind>
          label={t('print.what')}
          value={kind.value}
          choices={kinds.map((name) => [name, t(`print.${name}`)])}
          onChoose={(name) => (kind.value = name)}
        />
      )}
      {kind.value === 'items' && (
        <ItemChecks items={items} leftOut={leftOut.value} onChange={(to) => (leftOut.value = to)} />
      )}
      {kind.value === 'bins' && (
        <Field label={t('print.begin')} hint={t('print.beginHint')}>
          <Input name="begin" autocapitalize="characters" value={begin} onText={set('begin')} />
        </Field>
      )}
      {kind.value !== 'items' && kind.value !== 'bins' && (
        <div class="two-fields">
          <Field label={t('print.first', { begin: series[kind.value].begin })}>
            <Input name="first" inputMode="numeric" value={first} onText={set('first')} />
          </Field>
          <Field label={t('print.count')}>
            <Input name="count" inputMode="numeric" value={count} onText={set('count')} />
          </Field>
        </div>
      )}
      <Field label={t('print.copies')}>
        <Input name="copies" class="narrow" inputMode="numeric" value={copies} onText={set('copies')} />
      </Field>
      <p class={labels.length > mostLabels ? 'problem' : 'soft'} role="status" data-labels={labels.length}>
        {labels.length > mostLabels
          ? t('print.tooMany', { n: number(labels.length), most: number(mostLabels) })
          : t('print.sheets', { n: labels.length, sheets: Math.ceil(labels.length / onSheet) })}
      </p>
    </FormDialog>
  );
}

interface ItemChecksProps {
  items: Item[];
  leftOut: ReadonlySet<string>;
  onChange: (leftOut: ReadonlySet<string>) => void;
}

function ItemChecks({ items, leftOut, onChange }: ItemChecksProps) {
  if (items.length <= 1) return null;
  const set = (itemId: string, isIn: boolean): void => {
    const ids = new Set(leftOut);
    if (isIn) ids.delete(itemId);
    else ids.add(itemId);
    onChange(ids);
  };
  return (
    <fieldset>
      <legend>{t('print.listed')}</legend>
      <div class="actions">
        <Key small onPress={() => onChange(new Set())}>
          {t('print.all')}
        </Key>
        <Key small onPress={() => onChange(new Set(items.map(({ itemId }) => itemId)))}>
          {t('print.none')}
        </Key>
      </div>
      <div class="print-items">
        {items.map(({ itemId, name, code }) => (
          <Check
            key={itemId}
            name={code}
            label={name}
            hint={code}
            checked={!leftOut.has(itemId)}
            onCheck={(isIn) => set(itemId, isIn)}
          />
        ))}
      </div>
    </fieldset>
  );
}
