import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Shift } from '../../../link/wire.ts';
import { Field, Input } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { calendarDay, clock, now_ms } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { timesOf } from './times.ts';

/** Another beginning or end for a shift that has not begun. */
export function ChangeShift({ shift, onClose }: { shift: Shift; onClose: () => void }) {
  const { shiftId, fromAt: from, toAt: to } = shift;
  const typed = useSignal({ day: calendarDay(from), from: clock(from), to: clock(to) });
  const act = useAct();
  const text = (name: keyof typeof typed.value) => ({
    name,
    value: typed.value[name],
    onText: (value: string) => (typed.value = { ...typed.value, [name]: value }),
  });
  const { fromAt, toAt } = timesOf(typed.value);
  const isPast = fromAt !== undefined && fromAt.getTime() <= now_ms.value;
  const change = async (): Promise<void> => {
    if ((await act.run('change', () => post(`/v1/shifts/${shiftId}`, { fromAt, toAt }))) === undefined) return;
    onClose();
  };
  return (
    <FormDialog
      title={t('shifts.changeTitle')}
      act={act}
      name="change"
      send={t('shifts.keep')}
      isWhole={fromAt !== undefined && toAt !== undefined && !isPast}
      onSend={change}
      onClose={onClose}
    >
      <Field label={t('flash.day')} problem={isPast ? t('refused.date_past') : undefined}>
        <Input type="date" {...text('day')} />
      </Field>
      <div class="two-fields">
        <Field label={t('vehicle.from')}>
          <Input type="time" {...text('from')} />
        </Field>
        <Field label={t('vehicle.to')}>
          <Input type="time" {...text('to')} />
        </Field>
      </div>
      {shift.driverId !== null && <p class="soft">{t('shifts.changeHint')}</p>}
    </FormDialog>
  );
}
