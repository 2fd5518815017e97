import { t } from '../words/t.ts';
import { Field, Input } from './Field.tsx';

/** From when to when, as it is typed. */
export interface TypedHours {
  from: string;
  to: string;
}

interface HoursProps<H extends TypedHours> {
  hours: H;
  /** What is wrong with the beginning. */
  problem?: string | undefined;
  onChange: (hours: H) => void;
}

/** Two fields, of a shift or of what else has hours. */
export function Hours<H extends TypedHours>({ hours, problem, onChange }: HoursProps<H>) {
  return (
    <>
      <Field label={t('vehicle.from')} problem={problem}>
        <Input type="time" name="from" value={hours.from} onText={(from) => onChange({ ...hours, from })} />
      </Field>
      <Field label={t('vehicle.to')}>
        <Input type="time" name="to" value={hours.to} onText={(to) => onChange({ ...hours, to })} />
      </Field>
    </>
  );
}
