import { useSignal } from '@preact/signals';
import { site } from '../../../frame/site.ts';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import { useDrivers } from '../../../link/people.ts';
import { Field, Input, Select } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { calendarDay, now_ms } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { ShiftTimes } from './ShiftTimes.tsx';
import { timesOf } from './times.ts';

/** A gig for whoever is first, or a shift for one of the staff; an end before the beginning is on the next day. */
export function OfferShift({ onOffered, onClose }: { onOffered: () => void; onClose: () => void }) {
  const driverId = useSignal('');
  const asked = useSignal({ day: calendarDay(now_ms.value), from: '22:00', to: '08:00', pay: '120000', left: '60' });
  const act = useAct();
  const drivers = useDrivers();
  const text = (name: keyof typeof asked.value) => ({
    name,
    value: asked.value[name],
    onText: (value: string) => (asked.value = { ...asked.value, [name]: value }),
  });
  const { pay, left } = asked.value;
  const { fromAt, toAt, isWhole } = timesOf(asked.value, now_ms.value);
  const offer = async (): Promise<void> => {
    const before = Date.now() + Number(left) * 60_000;
    const endsAt = new Date(Math.min(before, fromAt!.getTime()));
    const json = {
      siteId: site.value!.siteId,
      fromAt,
      toAt,
      pay_krw: Math.round(Number(pay)) || 0,
      ...(driverId.value ? { driverId: driverId.value } : { endsAt }),
    };
    if ((await act.run('offer', () => post('/v1/shifts', json))) === undefined) return;
    onOffered();
    onClose();
  };
  return (
    <FormDialog
      title={t('shifts.offer')}
      act={act}
      name="offer"
      send={t(driverId.value ? 'shifts.give' : 'shifts.offerDo')}
      isWhole={isWhole}
      onSend={offer}
      onClose={onClose}
    >
      <Field label={t('shifts.driver')} hint={t('shifts.driverHint')}>
        <Select
          value={driverId.value}
          none={t('shifts.allDrivers')}
          choices={drivers.map(({ userId, login }) => [userId, login])}
          onChoose={(userId) => (driverId.value = userId)}
        />
      </Field>
      <ShiftTimes shift={asked.value} onChange={(to) => (asked.value = to)} />
      <div class="two-fields">
        <Field label={t('shifts.payKrw')} path="pay_krw">
          <Input inputMode="numeric" {...text('pay')} />
        </Field>
        {!driverId.value && (
          <Field label={t('shifts.minutes')}>
            <Input inputMode="numeric" {...text('left')} />
          </Field>
        )}
      </div>
    </FormDialog>
  );
}
