import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Shift } from '../../../link/wire.ts';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { calendarDay, clock, now_ms, when } from '../../../parts/time.ts';
import { told } from '../../../parts/Undo.tsx';
import { t } from '../../../words/t.ts';
import { ShiftTimes } from './ShiftTimes.tsx';
import { timesOf } from './times.ts';

/** Another beginning or end for a shift that has not begun. */
export function ChangeShift({ shift, onClose }: { shift: Shift; onClose: () => void }) {
  const { shiftId, fromAt: from, toAt: to } = shift;
  const typed = useSignal({ day: calendarDay(from), from: clock(from), to: clock(to) });
  const act = useAct();
  const { fromAt, toAt, isWhole } = timesOf(typed.value, now_ms.value);
  const change = async (): Promise<void> => {
    const moved = await act.run('change', () => post<Shift>(`/v1/shifts/${shiftId}`, { fromAt, toAt }));
    if (moved === undefined) return;
    // an offer is open as long before its beginning as it was
    if (moved.state === 'offered') told({ text: t('shifts.offered', { at: when(moved.endsAt) }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('shifts.changeTitle')}
      act={act}
      name="change"
      send={t('shifts.keep')}
      isWhole={isWhole}
      onSend={change}
      onClose={onClose}
    >
      <ShiftTimes shift={typed.value} onChange={(to) => (typed.value = to)} />
      {shift.driverId !== null && <p class="soft">{t('shifts.changeHint')}</p>}
    </FormDialog>
  );
}
