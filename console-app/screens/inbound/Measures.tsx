import type { Problem } from '../../link/http.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { t } from '../../words/t.ts';
import type { Guess } from './estimate.ts';
import { problemOf } from './Problems.tsx';

interface Measured {
  size: [string, string, string];
  weight: string;
}

interface MeasuresProps {
  box: Measured;
  /** What counts where nothing is typed. */
  guess: Guess | undefined;
  problems: Problem[];
  onChange: (more: Partial<Measured>) => void;
}

const sides = ['width', 'length', 'height'] as const;

/** Three sides in centimetres and the weight of the full box in kilograms. */
export function Measures({ box, guess, problems, onChange }: MeasuresProps) {
  const setSide = (at: number, text: string): void => {
    onChange({ size: box.size.map((side, index) => (index === at ? text : side)) as [string, string, string] });
  };
  const isSizeTyped = box.size.some((side) => side.trim() !== '');
  return (
    <>
      <Field
        label={t('booking.size')}
        hint={isSizeTyped ? undefined : t(guess?.size_mm ? 'booking.reckoned' : 'booking.sizeUnknown')}
        problem={problemOf(problems, 'size', 'size_mm')}
      >
        <span class="sides">
          {sides.map((side, at) => (
            <Input
              key={side}
              inputMode="decimal"
              aria-label={t(`booking.side.${side}`)}
              name={side}
              placeholder={guess?.size_mm ? String(guess.size_mm[at]! / 10) : t(`booking.side.${side}`)}
              value={box.size[at]!}
              onText={(text) => setSide(at, text)}
            />
          ))}
        </span>
      </Field>
      <Field
        label={t('booking.weight')}
        hint={box.weight.trim() === '' && guess ? t('booking.unitsAlone') : undefined}
        problem={problemOf(problems, 'weight', 'weight_g')}
      >
        <Input
          class="narrow"
          name="weight"
          inputMode="decimal"
          placeholder={guess ? String(guess.weight_g / 1_000) : ''}
          value={box.weight}
          onText={(weight) => onChange({ weight })}
        />
      </Field>
    </>
  );
}
