import { useSignal } from '@preact/signals';
import { site } from '../../../frame/site.ts';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import { useDrivers } from '../../../link/people.ts';
import type { Shift } from '../../../link/wire.ts';
import { Field, Input, Select } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { calendarDay, now_ms, span, when } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { ShiftTimes } from './ShiftTimes.tsx';
import { openUntil, timesOf } from './times.ts';

interface OfferShiftProps {
  onOffered: (shift: Shift) => void;
  onClose: () => void;
}

/** Before it is sent: an offer ends when the shift begins, however long is asked for. */
const openSaid = ({ endsAt, isCut }: NonNullable<ReturnType<typeof openUntil>>): string => {
  const at = when(endsAt.getTime());
  return isCut
    ? t('shifts.openCut', { at, span: span(endsAt.getTime() - now_ms.value) })
    : t('shifts.openUntil', { at });
};

/** A gig for whoever is first, or a shift for one of the staff; an end before the beginning is on the next day. */
export function OfferShift({ onOffered, onClose }: OfferShiftProps) {
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
  const { fromAt, toAt, isPast, isWhole } = timesOf(asked.value, now_ms.value);
  const open = openUntil(left, { fromAt: isPast ? undefined : fromAt, now_ms: now_ms.value });
  const isOffer = driverId.value === '';
  const offer = async (): Promise<void> => {
    const endsAt = openUntil(left, { fromAt, now_ms: Date.now() })?.endsAt;
    const json = {
      siteId: site.value!.siteId,
      fromAt,
      toAt,
      pay_krw: Math.round(Number(pay)) || 0,
      ...(isOffer ? { endsAt } : { driverId: driverId.value }),
    };
    const shift = await act.run('offer', () => post<Shift>('/v1/shifts', json));
    if (shift === undefined) return;
    onOffered(shift);
    onClose();
  };
  return (
    <FormDialog
      title={t('shifts.offer')}
      act={act}
      name="offer"
      send={t(isOffer ? 'shifts.offerDo' : 'shifts.give')}
      isWhole={isWhole && (!isOffer || open !== undefined)}
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
        {isOffer && (
          <Field
            label={t('shifts.minutes')}
            hint={open && openSaid(open)}
            problem={open ? undefined : t('shifts.minutesWrong')}
          >
            <Input inputMode="numeric" {...text('left')} />
          </Field>
        )}
      </div>
    </FormDialog>
  );
}
