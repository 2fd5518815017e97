import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { type Act, useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { isSeller } from '../../link/session.ts';
import type { Shipment } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { calendarDay, day, noonOf, now_ms } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import { slotOf } from './draft.ts';
import { SlotCalendar } from './SlotCalendar.tsx';

type Open = 'depart' | 'cancel' | 'slot' | 'arrive' | null;

const beforeLeaving = ['booked', 'scheduled', 'no_show'];

/** What may be done with a shipment in its state, by whoever looks at it. */
export function ShipmentActions({ shipment, again }: { shipment: Shipment; again: () => void }) {
  const open = useSignal<Open>(null);
  const act = useAct();
  const send = async (verb: string, json: object = {}): Promise<void> => {
    const path = `/v1/inbound-shipments/${shipment.shipmentId}/${verb}`;
    if ((await act.run(verb, () => post(path, json))) === undefined) return;
    open.value = null;
    again();
  };
  const close = (): void => {
    open.value = null;
  };
  const expected = shipment.slotAt ? calendarDay(shipment.slotAt) : shipment.expectedOn;
  const isToday = expected === calendarDay(now_ms.value);
  const isHere = beforeLeaving.includes(shipment.state);
  return (
    <>
      {open.value === null && <Trouble error={act.trouble.value} />}
      {isHere && (
        <>
          <Key icon="load" kind="main" act={act} onPress={() => (open.value = 'depart')}>
            {t('inbound.depart')}
          </Key>
          <Key icon="calendar" act={act} onPress={() => (open.value = 'slot')}>
            {t('inbound.slot')}
          </Key>
          {shipment.state !== 'no_show' && (
            <a class="key" href={href('inbound', 'book', shipment.shipmentId, 'what')}>
              {t('booking.edit')}
            </a>
          )}
          <Key kind="stop" act={act} onPress={() => (open.value = 'cancel')}>
            {t('do.cancel')}
          </Key>
        </>
      )}
      {!isSeller.value && [...beforeLeaving, 'in_transit'].includes(shipment.state) && (
        <Key
          name="arrive"
          act={act}
          data-do="arrive"
          onPress={() => (isToday ? void send('arrive') : (open.value = 'arrive'))}
        >
          {t('inbound.arrive')}
        </Key>
      )}
      {open.value === 'arrive' && (
        <FormDialog
          title={t('arrive.title', { day: day(noonOf(expected)) })}
          act={act}
          name="arrive"
          send={t('arrive.do')}
          onSend={() => send('arrive')}
          onClose={close}
        >
          <p>{t('arrive.question', { day: day(noonOf(expected)) })}</p>
        </FormDialog>
      )}
      {open.value === 'depart' && (
        <Depart shipment={shipment} act={act} onSend={(json) => send('depart', json)} onClose={close} />
      )}
      {open.value === 'cancel' && <Cancel act={act} onSend={(json) => send('cancel', json)} onClose={close} />}
      {open.value === 'slot' && (
        <Dialog title={t('booking.slot')} onClose={close}>
          <Trouble error={act.trouble.value} />
          <SlotCalendar
            siteId={shipment.siteId}
            chosen={slotOf(shipment)}
            firstDay={shipment.expectedOn}
            isBusy={act.busy.value !== null}
            onChoose={({ dockCode, startsAt }) => void send('slot', { dockCode, startsAt })}
          />
        </Dialog>
      )}
    </>
  );
}

interface AskProps {
  act: Act;
  onSend: (json: object) => Promise<unknown>;
  onClose: () => void;
}

function Depart({ shipment, act, onSend, onClose }: AskProps & { shipment: Shipment }) {
  const carrier = useSignal(shipment.carrier ?? '');
  const tracking = useSignal(shipment.tracking ?? '');
  const json = {
    ...(carrier.value.trim() && { carrier: carrier.value.trim() }),
    ...(tracking.value.trim() && { tracking: tracking.value.trim() }),
  };
  return (
    <FormDialog
      title={t('inbound.depart')}
      act={act}
      name="depart"
      send={t('inbound.departDo')}
      onSend={() => onSend(json)}
      onClose={onClose}
    >
      <Field label={t('booking.carrier')}>
        <Input maxLength={60} value={carrier.value} onText={(text) => (carrier.value = text)} />
      </Field>
      <Field label={t('booking.tracking')}>
        <Input maxLength={60} value={tracking.value} onText={(text) => (tracking.value = text)} />
      </Field>
    </FormDialog>
  );
}

function Cancel({ act, onSend, onClose }: AskProps) {
  const reason = useSignal('');
  return (
    <FormDialog
      title={t('inbound.cancelTitle')}
      act={act}
      name="cancel"
      send={t('inbound.cancelDo')}
      kind="stop"
      leave={t('do.keep')}
      isWhole={reason.value.trim() !== ''}
      onSend={() => onSend({ reason: reason.value.trim() })}
      onClose={onClose}
    >
      <Field label={t('stock.reason')}>
        <Input maxLength={200} value={reason.value} onText={(text) => (reason.value = text)} />
      </Field>
    </FormDialog>
  );
}
