import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import type { OrderShown, RecipientSeen } from '../../link/wire.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import { shown_ms, useLook, Why } from './look.tsx';

const blank = { name: '', phone: '', address: '', spot: '' };

/** `37.5612, 126.9780`, as maps give it; nothing where it is no place. */
function spotOf(text: string): { lat: number; lon: number } | undefined {
  const found = /^(-?\d{1,2}(?:\.\d+)?)[\s,]+(-?\d{1,3}(?:\.\d+)?)$/.exec(text.trim());
  const [lat, lon] = [Number(found?.[1]), Number(found?.[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

interface AddressFormProps {
  orderId: string;
  /** There is one already: what is left empty stays, and it may be looked at first. */
  isChange: boolean;
  /** Our own vans cannot go where they do not know the place. */
  needsSpot?: boolean;
  onSaved: () => void;
  onClose: () => void;
}

/** Who gets the order. What was looked up is corrected in place, and does not stand open at a desk that was left. */
export function AddressForm({ orderId, isChange, needsSpot = false, onSaved, onClose }: AddressFormProps) {
  const to = useSignal(blank);
  const seen = useSignal<RecipientSeen | null>(null);
  const act = useAct();
  const look = useLook(orderId, 'check_address');
  // as everybody reads it
  const known = useAsk<OrderShown>(isChange ? `/v1/orders/${orderId}` : null).value?.shipTo;
  useEffect(() => {
    if (seen.value === null) return undefined;
    const timer = setTimeout(onClose, shown_ms);
    return () => clearTimeout(timer);
  }, [seen.value, to.value]);
  const text = (name: keyof typeof blank) => ({
    name,
    autocomplete: 'off' as const,
    value: to.value[name],
    onText: (value: string) => (to.value = { ...to.value, [name]: value }),
  });
  const show = async (): Promise<void> => {
    const person = await look.see();
    if (person === undefined) return;
    to.value = { ...person, spot: to.value.spot };
    seen.value = person;
  };
  const { spot, ...person } = to.value;
  const place = spotOf(spot);
  const names = Object.keys(person) as (keyof typeof person)[];
  const empty = names.filter((name) => person[name].trim() === '');
  const missing = isChange && seen.value === null ? [] : empty;
  const changed = names.filter((name) => !empty.includes(name) && person[name] !== seen.value?.[name]);
  const isPlaced = spot.trim() === '' ? !needsSpot : place !== undefined;
  const send = async (): Promise<void> => {
    const shipTo = { ...Object.fromEntries(changed.map((name) => [name, person[name]])), ...place };
    if ((await act.run('send', () => post(`/v1/orders/${orderId}/address`, { shipTo }))) === undefined) return;
    onClose();
    onSaved();
  };
  return (
    <FormDialog
      title={t(isChange ? 'orders.changeAddress' : 'orders.giveAddress')}
      act={act}
      name="send"
      send={t('do.save')}
      isWhole={isPlaced && missing.length === 0 && (changed.length > 0 || place !== undefined)}
      onSend={send}
      onClose={onClose}
    >
      {isChange && seen.value === null && (
        <fieldset class="look-up">
          <legend>{t('address.now')}</legend>
          <Trouble error={look.act.trouble.value} />
          <Why why={look.why} />
          <Key
            icon="look"
            name="see"
            act={look.act}
            disabled={look.why.value === ''}
            data-do="look-up"
            onPress={() => void show()}
          >
            {t('clear.show')}
          </Key>
        </fieldset>
      )}
      <Field label={t('address.name')} path="shipTo.name">
        <Input {...text('name')} placeholder={known?.name ?? ''} />
      </Field>
      <Field label={t('address.phone')} path="shipTo.phone">
        <Input inputMode="tel" {...text('phone')} placeholder={known?.phone ?? ''} />
      </Field>
      <Field label={t('address.address')} path="shipTo.address">
        <Input {...text('address')} placeholder={known?.address ?? ''} />
      </Field>
      <Field
        label={t('address.spot')}
        hint={t('address.spotHint')}
        problem={spot.trim() !== '' && !place ? t('address.spotWrong') : undefined}
      >
        <Input placeholder="37.5612, 126.9780" {...text('spot')} />
      </Field>
      {(missing.length > 0 || !isPlaced) && (
        <p class="soft" role="status" data-missing>
          {t('address.missing', {
            what: [...missing, ...(isPlaced ? [] : ['spot' as const])].map((name) => t(`address.${name}`)).join(' · '),
          })}
        </p>
      )}
      {isChange && (
        <p class="soft" data-stays>
          {t('address.stays')}
        </p>
      )}
    </FormDialog>
  );
}
