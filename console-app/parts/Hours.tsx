import { t } from '../words/t.ts';
import { TimeField } from './TimeField.tsx';

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
      <TimeField
        label={t('vehicle.from')}
        problem={problem}
        name="from"
        value={hours.from}
        onText={(from) => onChange({ ...hours, from })}
      />
      <TimeField label={t('vehicle.to')} name="to" value={hours.to} onText={(to) => onChange({ ...hours, to })} />
    </>
  );
}
