import { useSignal } from '@preact/signals';
import type { Choice, Step } from '../../../src/scans/step.shared.ts';
import { tell } from '../../device/feedback.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';
import { Item } from './Item.tsx';
import { NumberPad } from './NumberPad.tsx';

interface HowManyProps {
  step: Step;
  choice: Choice;
  onCount: (units: number) => void;
}

/** The number that a key needs, beside what it is the number of. */
export function HowMany({ step, choice, onCount }: HowManyProps) {
  const typed = useSignal<number | null>(null);
  const { whole } = choice;
  const isWeight = step.expect === 'weight';
  const { item } = step.show;
  const enter = (units: number): void => {
    if (whole === undefined || (units >= whole.done && units < whole.asked)) return onCount(units);
    // as many as were asked for are not short, and what is in the hand is put back before it is forgotten
    tell('refused');
    typed.value = units;
  };
  const isBelow = whole !== undefined && typed.value !== null && typed.value < whole.done;
  const isOver = whole !== undefined && typed.value !== null && typed.value >= whole.asked;
  return (
    <>
      {item && !isWeight && <Item show={{ item }} size="small counted" />}
      {!isOver && <h2>{choice.asks || t(isWeight ? 'expect.weight' : 'choice.howMany')}</h2>}
      {isOver && (
        <p class="notice" role="alert">
          <Icon name="warning" />
          {t('choice.tooMany', { asked: whole.asked, n: typed.value! })}
        </p>
      )}
      {isBelow ? (
        <PutBack
          whole={whole}
          units={typed.value!}
          onYes={() => onCount(typed.value!)}
          onNo={() => (typed.value = null)}
        />
      ) : (
        <NumberPad
          kind={isWeight ? 'weight' : 'count'}
          only={whole?.done ?? 0}
          onEnter={(code) => enter(Number(code))}
        />
      )}
    </>
  );
}

interface PutBackProps {
  whole: NonNullable<Choice['whole']>;
  units: number;
  onYes: () => void;
  onNo: () => void;
}

/** Fewer than were scanned: the others go back, or the number was a slip, or meant those still to come. */
function PutBack({ whole: { done }, units, onYes, onNo }: PutBackProps) {
  const back = done - units;
  return (
    <div class="rows">
      <p class="notice" role="alert">
        <Icon name="warning" />
        {t('choice.below', { done, n: units, back })}
      </p>
      <button class="key main" data-do="put-back" type="button" onClick={onYes}>
        {t('choice.isBack', { back })}
      </button>
      <button class="key" data-do="type-again" type="button" onClick={onNo}>
        {t('choice.typeAgain')}
      </button>
    </div>
  );
}
