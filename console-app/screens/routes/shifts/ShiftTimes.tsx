import { Field, Input } from '../../../parts/Field.tsx';
import { Hours } from '../../../parts/Hours.tsx';
import { calendarDay, now_ms } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { timesOf, type TypedShift } from './times.ts';

interface ShiftTimesProps<S extends TypedShift> {
  shift: S;
  onChange: (shift: S) => void;
}

/** The day and the hours of a shift; what has passed is said of the day or, where that is today, of the hour. */
export function ShiftTimes<S extends TypedShift>({ shift, onChange }: ShiftTimesProps<S>) {
  const { isPast } = timesOf(shift, now_ms.value);
  const isToday = shift.day === calendarDay(now_ms.value);
  return (
    <>
      <Field label={t('flash.day')} problem={isPast && !isToday ? t('refused.date_past') : undefined}>
        <Input type="date" name="day" value={shift.day} onText={(day) => onChange({ ...shift, day })} />
      </Field>
      <div class="two-fields">
        <Hours hours={shift} problem={isPast && isToday ? t('shifts.hourPast') : undefined} onChange={onChange} />
      </div>
    </>
  );
}
