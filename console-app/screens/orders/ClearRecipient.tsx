import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAct } from '../../link/act.ts';
import { withQuery } from '../../link/ask.ts';
import { get } from '../../link/http.ts';
import type { OrderShown, RecipientSeen } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Select } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
import { now_ms, span } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';

const reasons = [
  'call_customer',
  'check_address',
  'find_door',
  'complaint',
  'return',
  'lost_parcel',
  'customer_asked',
  'authority',
] as const;

/** What somebody needed a minute ago is no longer to be read by whoever comes past the desk. */
const shown_ms = 2 * 60_000;

/** Name, phone and address in clear: after a reason, for a moment, never kept by this page. */
export function ClearRecipient({ order }: { order: OrderShown }) {
  const isAsking = useSignal(false);
  const why = useSignal<string>('');
  const seen = useSignal<(RecipientSeen & { until_ms: number }) | null>(null);
  const act = useAct();
  useEffect(() => {
    if (seen.value === null) return undefined;
    const timer = setTimeout(() => (seen.value = null), shown_ms);
    return () => clearTimeout(timer);
  }, [seen.value]);
  const show = async (): Promise<void> => {
    if (why.value === '') return;
    const path = withQuery(`/v1/orders/${order.orderId}/recipient`, { reason: why.value });
    const person = await act.run('see', () => get<RecipientSeen>(path));
    if (!person) return;
    isAsking.value = false;
    seen.value = { ...person, until_ms: Date.now() + shown_ms };
  };
  const masked = order.shipTo!;
  const to = seen.value ?? masked;
  return (
    <>
      <address class={seen.value ? 'ship-to clear' : 'ship-to'}>
        <b>{to.name}</b>
        <span>{seen.value ? <a href={`tel:${to.phone}`}>{to.phone}</a> : to.phone}</span>
        <span>{to.address}</span>
        <small class="soft">
          {seen.value
            ? t('clear.hides', { span: span(Math.max(60_000, seen.value.until_ms - now_ms.value)) })
            : t('orders.masked')}
        </small>
      </address>
      <div class="clear-keys">
        {seen.value ? (
          <Key small icon="lock" onPress={() => (seen.value = null)}>
            {t('clear.hide')}
          </Key>
        ) : (
          <Key small icon="look" data-do="see-clear" onPress={() => (isAsking.value = true)}>
            {t('clear.show')}
          </Key>
        )}
      </div>
      {isAsking.value && (
        <Dialog
          title={t('clear.title')}
          onClose={() => (isAsking.value = false)}
          foot={
            <Key
              kind="main"
              name="see"
              act={act}
              disabled={why.value === ''}
              data-do="confirm"
              onPress={() => void show()}
            >
              {t('clear.do')}
            </Key>
          }
        >
          <div class="stack">
            <Trouble error={act.trouble.value} />
            <Field label={t('clear.why')} hint={t('clear.hint')}>
              <Select
                value={why.value}
                none="–"
                choices={reasons.map((name) => [name, t(`why.${name}`)])}
                onChoose={(name) => (why.value = name)}
              />
            </Field>
          </div>
        </Dialog>
      )}
    </>
  );
}
