import type { Act } from '../../../link/act.ts';
import { usePeople } from '../../../link/people.ts';
import type { Shift } from '../../../link/wire.ts';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { t } from '../../../words/t.ts';
import { timesSaid } from './timesSaid.ts';

interface TakeBackShiftProps {
  shift: Shift;
  act: Act;
  onSend: (shift: Shift) => Promise<unknown>;
  onClose: () => void;
}

/** Somebody counts on this shift: whose it is and when is read before it is taken from him. */
export function TakeBackShift({ shift, act, onSend, onClose }: TakeBackShiftProps) {
  // asked anew: a page that stands open may not know him yet
  const driver = usePeople()(shift.driverId);
  return (
    <FormDialog
      title={t('shifts.takeBackTitle', { driver })}
      act={act}
      name={shift.shiftId}
      send={t('shifts.takeBackDo')}
      kind="stop"
      leave={t('shifts.leave')}
      onSend={() => onSend(shift)}
      onClose={onClose}
    >
      <p>
        <b>{driver}</b>
        <br />
        {timesSaid(shift)}
      </p>
      <p>{t('shifts.takeBackHint')}</p>
    </FormDialog>
  );
}
