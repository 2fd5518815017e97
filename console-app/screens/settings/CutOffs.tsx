import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { SiteLayout } from '../../link/wire.ts';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { told } from '../../parts/Undo.tsx';
import { Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { minuteTyped, minuteText } from './dayMinute.ts';

type CutOff = SiteLayout['cutOffs'][number];

interface CutOffsProps {
  siteId: string;
  cutOffs: CutOff[];
  again: () => void;
}

/** Until when an order has to be in, and by when it then is at the door. */
export function CutOffs({ siteId, cutOffs, again }: CutOffsProps) {
  const changing = useSignal<CutOff | 'new' | null>(null);
  return (
    <Card
      title={t('cutOffs.title')}
      note={t('cutOffs.note')}
      flush
      actions={
        <Key small icon="plus" data-do="add-cut-off" onPress={() => (changing.value = 'new')}>
          {t('cutOffs.add')}
        </Key>
      }
    >
      {cutOffs.length === 0 ? (
        <Empty icon="calendar" title={t('cutOffs.none')} hint={t('cutOffs.noneHint')} />
      ) : (
        <Rows
          label={t('cutOffs.title')}
          rows={cutOffs}
          columns={columnsOf((cutOff) => (changing.value = cutOff))}
          keyOf={({ cutOffId }) => cutOffId}
        />
      )}
      {changing.value !== null && (
        <ChangeCutOff
          siteId={siteId}
          of={changing.value === 'new' ? undefined : changing.value}
          again={again}
          onClose={() => (changing.value = null)}
        />
      )}
    </Card>
  );
}

export const minuteSaid = (minute: number): string =>
  minute <= 1_440
    ? minuteText(minute)
    : t(minute <= 2_880 ? 'cutOffs.nextDay' : 'cutOffs.dayAfter', { time: minuteText(minute) });

const columnsOf = (onChange: (cutOff: CutOff) => void): Column<CutOff>[] => [
  { title: t('cutOffs.name'), kind: 'lead', cell: ({ name }) => name },
  { title: t('cutOffs.orderBy'), cell: ({ orderByMinute }) => minuteSaid(orderByMinute) },
  { title: t('cutOffs.deliverBy'), kind: 'wide', cell: ({ deliverByMinute }) => minuteSaid(deliverByMinute) },
  {
    title: '',
    kind: 'keys',
    cell: (cutOff) => (
      <Key small icon="pen" data-do="change-cut-off" label={t('cutOffs.change')} onPress={() => onChange(cutOff)} />
    ),
  },
];

const days = ['0', '1', '2'] as const;
type Day = (typeof days)[number];

interface ChangeProps {
  siteId: string;
  of: CutOff | undefined;
  again: () => void;
  onClose: () => void;
}

function ChangeCutOff({ siteId, of, again, onClose }: ChangeProps) {
  const act = useAct();
  const name = useSignal(of?.name ?? '');
  const orderBy = useSignal(of ? minuteText(of.orderByMinute) : '24:00');
  const deliverBy = useSignal(of ? minuteText(of.deliverByMinute) : '07:00');
  const later = useSignal<Day>(of ? (String(Math.ceil(of.deliverByMinute / 1_440) - 1) as Day) : '1');
  const orderByMinute = minuteTyped(orderBy.value);
  const delivered = minuteTyped(deliverBy.value);
  const isWhole = name.value.trim() !== '' && orderByMinute !== undefined && delivered !== undefined;
  const send = async (): Promise<void> => {
    const deliverByMinute = delivered! + Number(later.value) * 1_440;
    const json = { siteId, name: name.value.trim(), orderByMinute, deliverByMinute };
    if ((await act.run('cut-off', () => post('/v1/cut-offs', json))) === undefined) return;
    told({ text: t('cutOffs.set', { name: json.name }) });
    again();
    onClose();
  };
  return (
    <FormDialog
      title={t(of ? 'cutOffs.change' : 'cutOffs.add')}
      act={act}
      name="cut-off"
      send={t('do.save')}
      isWhole={isWhole}
      onSend={send}
      onClose={onClose}
    >
      <p class="soft">{t('cutOffs.hint')}</p>
      <Field label={t('cutOffs.name')} path="name">
        <Input
          name="cut-off-name"
          disabled={of !== undefined}
          value={name.value}
          onText={(text) => (name.value = text)}
        />
      </Field>
      <div class="two">
        <Field label={t('cutOffs.orderBy')} hint={t('cutOffs.timeHint')} path="orderByMinute">
          <Input name="order-by" placeholder="24:00" value={orderBy.value} onText={(text) => (orderBy.value = text)} />
        </Field>
        <Field label={t('cutOffs.deliverBy')} path="deliverByMinute">
          <Input
            name="deliver-by"
            placeholder="07:00"
            value={deliverBy.value}
            onText={(text) => (deliverBy.value = text)}
          />
        </Field>
      </div>
      <Field label={t('cutOffs.day')}>
        <Select<Day>
          value={later.value}
          choices={days.map((day) => [day, t(`cutOffs.day.${day}`)])}
          onChoose={(day) => (later.value = day)}
        />
      </Field>
    </FormDialog>
  );
}
