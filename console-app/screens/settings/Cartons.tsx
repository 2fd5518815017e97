import { useSignal } from '@preact/signals';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import type { CartonTypes } from '../../link/wire.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { numberTyped } from '../../parts/numberTyped.ts';
import { Card } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number, weight } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';

type Carton = CartonTypes['cartons'][number];

/** Boxes on the packing tables; which of them an order goes into is reckoned from their measures. */
export function Cartons() {
  const { siteId } = site.value!;
  const asked = useAsk<CartonTypes>(withQuery('/v1/cartons', { siteId }));
  const changing = useSignal<Carton | 'new' | null>(null);
  return (
    <Card
      title={t('settings.cartons')}
      flush
      actions={
        <Key small icon="plus" data-do="add-carton" onPress={() => (changing.value = 'new')}>
          {t('cartons.add')}
        </Key>
      }
    >
      <Answer asked={asked} rows={4}>
        {({ cartons }) =>
          cartons.length === 0 ? (
            <Empty icon="box" title={t('cartons.none')} hint={t('cartons.noneHint')} />
          ) : (
            <Rows
              label={t('settings.cartons')}
              rows={cartons}
              columns={columnsOf((carton) => (changing.value = carton))}
              keyOf={({ cartonCode }) => cartonCode}
            />
          )
        }
      </Answer>
      {changing.value !== null && (
        <ChangeCarton
          siteId={siteId}
          of={changing.value === 'new' ? undefined : changing.value}
          again={asked.again}
          onClose={() => (changing.value = null)}
        />
      )}
    </Card>
  );
}

const columnsOf = (onChange: (carton: Carton) => void): Column<Carton>[] => [
  { title: t('cartons.code'), kind: 'lead', cell: ({ cartonCode }) => <span class="code">{cartonCode}</span> },
  { title: t('cartons.size'), cell: ({ size_mm }) => `${size_mm.map((side) => side / 10).join(' × ')} cm` },
  { title: t('cartons.holds'), kind: 'number', cell: ({ maxWeight_g }) => weight(maxWeight_g) },
  { title: t('cartons.tare'), kind: 'number', cell: ({ tare_g }) => `${number(tare_g)} g` },
  {
    title: '',
    kind: 'keys',
    cell: (carton) => <Key small icon="pen" label={t('cartons.change')} onPress={() => onChange(carton)} />,
  },
];

const sides = ['length', 'width', 'height'] as const;

interface ChangeProps {
  siteId: string;
  of: Carton | undefined;
  again: () => void;
  onClose: () => void;
}

function ChangeCarton({ siteId, of, again, onClose }: ChangeProps) {
  const act = useAct();
  const code = useSignal(of?.cartonCode ?? '');
  const typed = useSignal(of ? of.size_mm.map((side) => String(side / 10)) : ['', '', '']);
  const holds = useSignal(of ? String(of.maxWeight_g / 1000) : '');
  const tare = useSignal(of ? String(of.tare_g) : '');
  const size_mm = typed.value.map((text) => Math.round(numberTyped(text) * 10));
  const maxWeight_g = Math.round(numberTyped(holds.value) * 1000);
  const tare_g = Math.round(numberTyped(tare.value));
  const isWhole = code.value.trim() !== '' && [...size_mm, maxWeight_g].every((n) => n > 0) && tare_g >= 0;
  const send = async (): Promise<void> => {
    const carton = { cartonCode: code.value.trim().toUpperCase(), size_mm, maxWeight_g, tare_g };
    if ((await act.run('carton', () => post('/v1/cartons', { siteId, cartons: [carton] }))) === undefined) return;
    again();
    onClose();
  };
  return (
    <FormDialog
      title={of?.cartonCode ?? t('cartons.add')}
      act={act}
      name="carton"
      send={t('do.save')}
      isWhole={isWhole}
      onSend={send}
      onClose={onClose}
    >
      <Field label={t('cartons.code')} path="cartons.0.cartonCode">
        <Input
          name="carton-code"
          autocapitalize="characters"
          disabled={of !== undefined}
          value={code.value}
          onText={(text) => (code.value = text)}
        />
      </Field>
      <div class="two-fields">
        {sides.map((side, at) => (
          <Field key={side} label={t(`item.${side}`)} path={`cartons.0.size_mm.${at}`}>
            <Input
              name={side}
              inputMode="decimal"
              value={typed.value[at]!}
              onText={(text) => (typed.value = typed.value.with(at, text))}
            />
          </Field>
        ))}
      </div>
      <div class="two">
        <Field label={t('cartons.holdsKg')} path="cartons.0.maxWeight_g">
          <Input name="holds" inputMode="decimal" value={holds.value} onText={(text) => (holds.value = text)} />
        </Field>
        <Field label={t('cartons.tareG')} path="cartons.0.tare_g">
          <Input name="tare" inputMode="numeric" value={tare.value} onText={(text) => (tare.value = text)} />
        </Field>
      </div>
    </FormDialog>
  );
}
