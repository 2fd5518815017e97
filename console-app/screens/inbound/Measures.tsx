import type { Problem } from '../../link/http.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { t } from '../../words/t.ts';
import { problemOf } from './Problems.tsx';

interface Measured {
  size: [string, string, string];
  weight: string;
}

interface MeasuresProps {
  box: Measured;
  problems: Problem[];
  onChange: (more: Partial<Measured>) => void;
}

const sides = ['width', 'length', 'height'] as const;

/** Three sides in centimetres and the weight of the full box in kilograms. */
export function Measures({ box, problems, onChange }: MeasuresProps) {
  const setSide = (at: number, text: string): void => {
    onChange({ size: box.size.map((side, index) => (index === at ? text : side)) as [string, string, string] });
  };
  return (
    <>
      <Field label={t('booking.size')} problem={problemOf(problems, 'size', 'size_mm')}>
        <span class="sides">
          {sides.map((side, at) => (
            <Input
              key={side}
              inputMode="decimal"
              aria-label={t(`booking.side.${side}`)}
              name={side}
              placeholder={t(`booking.side.${side}`)}
              value={box.size[at]!}
              onText={(text) => setSide(at, text)}
            />
          ))}
        </span>
      </Field>
      <Field label={t('booking.weight')} problem={problemOf(problems, 'weight', 'weight_g')}>
        <Input
          class="narrow"
          name="weight"
          inputMode="decimal"
          value={box.weight}
          onText={(weight) => onChange({ weight })}
        />
      </Field>
    </>
  );
}
