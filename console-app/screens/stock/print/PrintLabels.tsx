import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { save } from '../../../link/download.ts';
import { postFile } from '../../../link/http.ts';
import { isSeller } from '../../../link/session.ts';
import type { Item } from '../../../link/wire.ts';
import { Check } from '../../../parts/Check.tsx';
import { Field, Input, Segments } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { Key } from '../../../parts/Key.tsx';
import { number } from '../../../parts/time.ts';
import { Trouble } from '../../../parts/Trouble.tsx';
import { t } from '../../../words/t.ts';
import { mostLabels, onSheet, series, seriesCode } from './labels.ts';
import { type Chosen, type Kind, kindsHere, useLabels, type Wanted } from './useLabels.ts';

interface PrintLabelsProps {
  /** Those in sight; each may be left out. */
  items: Item[];
  onClose: () => void;
}

/** Stickers with barcodes: of the items in sight, of bins and vehicles, or of totes, carts and LPNs that count on. */
export function PrintLabels({ items, onClose }: PrintLabelsProps) {
  const leftOut = useSignal<ReadonlySet<string>>(new Set());
  const wanted = useSignal<Omit<Wanted, 'items'>>({
    kind: 'items',
    begin: '',
    first: null,
    count: String(onSheet),
    copies: '1',
  });
  const act = useAct();
  const { kind, copies } = wanted.value;
  const chosen = useLabels({ ...wanted.value, items: items.filter(({ itemId }) => !leftOut.value.has(itemId)) });
  const { labels, isMore } = chosen;
  const change = (more: Partial<Wanted>): void => void (wanted.value = { ...wanted.value, ...more });
  const print = async (): Promise<void> => {
    const file = await act.run('print', () => postFile('/v1/barcode-sheets', { labels }));
    if (file === undefined) return;
    save(file, `${kind}.pdf`);
    onClose();
  };
  return (
    <FormDialog
      title={t('print.title')}
      act={act}
      name="print"
      send={t('print.do')}
      isWhole={labels.length > 0 && labels.length <= mostLabels && !isMore}
      onSend={print}
      onClose={onClose}
    >
      {!isSeller.value && (
        <Segments<Kind>
          label={t('print.what')}
          value={kind}
          choices={kindsHere().map((name) => [name, t(`print.${name}`)])}
          onChoose={(name) => change({ kind: name, first: null })}
        />
      )}
      {kind === 'items' && <ItemChecks items={items} leftOut={leftOut.value} onChange={(to) => (leftOut.value = to)} />}
      <Trouble error={chosen.trouble} />
      <WhichOnes wanted={wanted.value} chosen={chosen} onChange={change} />
      <Field label={t('print.copies')}>
        <Input
          name="copies"
          class="narrow"
          inputMode="numeric"
          value={copies}
          onText={(text) => change({ copies: text })}
        />
      </Field>
      <Sheets chosen={chosen} />
    </FormDialog>
  );
}

interface WhichOnesProps {
  wanted: Omit<Wanted, 'items'>;
  chosen: Chosen;
  onChange: (more: Partial<Wanted>) => void;
}

function WhichOnes({ wanted: { kind, begin, count }, chosen: { first, usedTo }, onChange }: WhichOnesProps) {
  if (kind === 'items' || kind === 'vehicles') return null;
  if (kind === 'bins') {
    return (
      <Field label={t('print.begin')} hint={t('print.beginHint', { most: number(mostLabels) })}>
        <Input name="begin" autocapitalize="characters" value={begin} onText={(text) => onChange({ begin: text })} />
      </Field>
    );
  }
  return (
    <>
      <div class="two-fields">
        <Field label={t('print.first', { begin: series[kind].begin })}>
          <Input name="first" inputMode="numeric" value={first} onText={(text) => onChange({ first: text })} />
        </Field>
        <Field label={t('print.count')}>
          <Input name="count" inputMode="numeric" value={count} onText={(text) => onChange({ count: text })} />
        </Field>
      </div>
      {usedTo !== undefined && <p class="notice">{t('print.used', { code: seriesCode('lpns', usedTo) })}</p>}
    </>
  );
}

function Sheets({ chosen: { labels, isMore } }: { chosen: Chosen }) {
  const n = labels.length;
  const isTooMany = isMore || n > mostLabels;
  const most = number(mostLabels);
  const tooMany = isMore ? t('print.moreBins', { most }) : t('print.tooMany', { n: number(n), most });
  return (
    <p class={isTooMany ? 'problem' : 'soft'} role="status" data-labels={n}>
      {isTooMany ? tooMany : t('print.sheets', { n, sheets: Math.ceil(n / onSheet) })}
    </p>
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
