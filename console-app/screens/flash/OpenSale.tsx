import { useSignal } from '@preact/signals';
import { go, href } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import type { FlashSale, Stock } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input, Segments } from '../../parts/Field.tsx';
import { ItemChoice } from '../../parts/ItemChoice.tsx';
import { Key } from '../../parts/Key.tsx';
import { number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { useTimeInput } from '../../parts/TimeField.tsx';
import { t } from '../../words/t.ts';
import { type Asking, bodyOf, newAsking, problemsOf } from './asking.ts';

/** Asks for everything a sale needs; what is wrong is told at its field as soon as somebody has tried to open it. */
export function OpenSale({ onClose, again }: { onClose: () => void; again: () => void }) {
  const { siteId } = site.value!;
  const asking = useSignal<Asking>(newAsking(Date.now()));
  const isTried = useSignal(false);
  const act = useAct();
  const { itemId, start } = asking.value;
  const stock = useAsk<Stock>(itemId ? withQuery('/v1/stock', { siteId, itemId }) : null, { topics: ['inventory.'] });
  const available = stock.value === undefined ? undefined : (stock.value.items[0]?.available ?? 0);
  const all = problemsOf(asking.value, Date.now(), available);
  const problems = isTried.value ? all : {};
  const set = (change: Partial<Asking>): void => {
    asking.value = { ...asking.value, ...change };
  };
  const text = (name: 'startDay' | 'startTime' | 'endDay' | 'endTime' | 'cap' | 'setAside') => ({
    name,
    value: asking.value[name],
    onText: (value: string) => set({ [name]: value }),
  });
  const open = async (): Promise<void> => {
    isTried.value = true;
    if (Object.keys(all).length > 0) return;
    const sale = await act.run('open', () => post<FlashSale>('/v1/flash-sales', bodyOf(asking.value, siteId)));
    if (sale === undefined) return stock.again();
    again();
    onClose();
    go(href('flash', sale.saleId));
  };
  return (
    <Dialog
      title={t('flash.open')}
      onClose={onClose}
      foot={
        <>
          <Key onPress={onClose}>{t('do.cancel')}</Key>
          <Key kind="main" name="open" act={act} data-do="open" onPress={() => void open()}>
            {t(start === 'now' ? 'flash.openNow' : 'flash.openDo')}
          </Key>
        </>
      }
    >
      <div class="stack open-sale">
        <Trouble error={act.trouble.value} />
        <ItemChoice
          label={t('flash.item')}
          itemId={itemId}
          problem={problems.item}
          onChoose={(id) => set({ itemId: id })}
        />
        <TimeChoice
          label={t('flash.start')}
          problem={problems.start}
          value={start}
          choices={[
            ['now', t('flash.startNow')],
            ['later', t('flash.startLater')],
          ]}
          onChoose={(value) => set({ start: value })}
          fields={start === 'later' && [text('startDay'), text('startTime')]}
        />
        <TimeChoice
          label={t('flash.end')}
          problem={problems.end}
          value={asking.value.end}
          choices={[
            ['closed', t('flash.endNone')],
            ['at', t('flash.endAt')],
          ]}
          onChoose={(value) => set({ end: value })}
          fields={asking.value.end === 'at' && [text('endDay'), text('endTime')]}
        />
        <div class="two-fields">
          <Field label={t('flash.cap')} hint={t('flash.capHint')} problem={problems.cap}>
            <Input inputMode="numeric" {...text('cap')} />
          </Field>
          <Field
            label={t('flash.setAside')}
            hint={
              available === undefined
                ? t('flash.setAsideHintBare')
                : t('flash.setAsideHint', { available: number(available) })
            }
            problem={problems.setAside}
          >
            <Input inputMode="numeric" {...text('setAside')} />
          </Field>
        </div>
      </div>
    </Dialog>
  );
}

interface TextField {
  name: string;
  value: string;
  onText: (text: string) => void;
}

interface TimeChoiceProps<C extends string> {
  label: string;
  problem: string | undefined;
  value: C;
  choices: [C, string][];
  onChoose: (value: C) => void;
  /** Day and time, where one is to be given. */
  fields: [TextField, TextField] | false;
}

function TimeChoice<C extends string>({ label, problem: wrong, value, choices, onChoose, fields }: TimeChoiceProps<C>) {
  const none = { name: '', value: '', onText: () => undefined };
  const time = useTimeInput({ 'aria-label': `${label}: ${t('flash.time')}`, ...(fields ? fields[1] : none) });
  const problem = (fields && time.problem) || wrong;
  return (
    <div class={problem ? 'field wrong' : 'field'}>
      <span>{label}</span>
      <div class="time-choice">
        <Segments<C> label={label} value={value} choices={choices} onChoose={onChoose} />
        {fields && (
          <>
            <Input type="date" aria-label={`${label}: ${t('flash.day')}`} {...fields[0]} />
            {time.input}
          </>
        )}
      </div>
      {problem ? (
        <span class="problem">{problem}</span>
      ) : (
        fields && <span class="hint">{t('flash.siteTime', { site: site.value!.name })}</span>
      )}
    </div>
  );
}
