import type { Choice, Step } from '../../../src/scans/step.shared.ts';
import { t } from '../../words/t.ts';

interface KeysProps {
  step: Step;
  onPress: (choice: Choice) => void;
  onMore: () => void;
}

/** Where a person decides and does not scan, every choice is a row; else at most two keys, always in the same place. */
export function Keys(props: KeysProps) {
  const all = props.step.choices || [];
  const back = all.find(({ choice }) => choice === 'takeBack');
  const choices = all.filter((choice) => choice !== back);
  // a slip is taken back in one touch, wherever the hand is looking
  return (
    <>
      {back && (
        <button class="key takeBack" type="button" data-choice="takeBack" onClick={() => props.onPress(back)}>
          {back.title}
        </button>
      )}
      <OtherKeys {...props} step={{ ...props.step, choices }} />
    </>
  );
}

function OtherKeys({ step, onPress, onMore }: KeysProps) {
  const choices = step.choices || [];
  if (choices.length === 0) return null;
  if (step.expect === 'condition' || (step.expect === 'none' && choices.length > 2)) {
    return (
      <div class="rows asked">
        {choices.map((choice) => (
          <ChoiceKey key={choice.choice} choice={choice} onPress={onPress} />
        ))}
      </div>
    );
  }
  if (choices.length <= 2) {
    // Where nothing is left to scan, the first key is what to do.
    return (
      <div class="two">
        {choices.length === 1 && choices[0]?.choice === 'skip' && <span />}
        {choices.map((choice, index) => (
          <ChoiceKey
            key={choice.choice}
            choice={choice}
            isMain={index === 0 && step.expect === 'none'}
            onPress={onPress}
          />
        ))}
      </div>
    );
  }
  const second = besideMore(choices);
  return (
    <div class="two">
      <button class="key" type="button" onClick={onMore}>
        {t('work.more')}
      </button>
      {second && <ChoiceKey choice={second} onPress={onPress} />}
    </div>
  );
}

/** Of many choices one has its own key: to skip, or else the first that the server names. */
export const besideMore = (choices: Choice[]): Choice | undefined =>
  choices.find(({ choice }) => choice === 'skip') || choices[0];

interface ChoiceKeyProps {
  choice: Choice;
  isMain?: boolean;
  onPress: (choice: Choice) => void;
}

export function ChoiceKey({ choice, isMain = false, onPress }: ChoiceKeyProps) {
  return (
    <button
      class={isMain ? 'key main' : 'key'}
      type="button"
      data-choice={choice.choice}
      onClick={() => onPress(choice)}
    >
      {choice.title}
    </button>
  );
}
