import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RecipientSeen } from '../../link/wire.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { now_ms, span } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { shown_ms, useLook, Why } from './look.tsx';

interface ClearRecipientProps {
  orderId: string;
  /** As lists show it. */
  masked: Partial<RecipientSeen>;
}

/** Name, phone and address in clear: after a reason, for a moment, never kept by this page. */
export function ClearRecipient({ orderId, masked }: ClearRecipientProps) {
  const isAsking = useSignal(false);
  const seen = useSignal<(RecipientSeen & { until_ms: number }) | null>(null);
  const look = useLook(orderId);
  useEffect(() => {
    if (seen.value === null) return undefined;
    const timer = setTimeout(() => (seen.value = null), shown_ms);
    return () => clearTimeout(timer);
  }, [seen.value]);
  const show = async (): Promise<void> => {
    const person = await look.see();
    if (!person) return;
    isAsking.value = false;
    seen.value = { ...person, until_ms: Date.now() + shown_ms };
  };
  const to = seen.value ?? masked;
  return (
    <>
      <address class={seen.value ? 'ship-to clear' : 'ship-to'}>
        {to.name && <b>{to.name}</b>}
        <span>{seen.value ? <a href={`tel:${seen.value.phone}`}>{to.phone}</a> : to.phone}</span>
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
        <FormDialog
          title={t('clear.title')}
          act={look.act}
          name="see"
          send={t('clear.do')}
          isWhole={look.why.value !== ''}
          onSend={show}
          onClose={() => (isAsking.value = false)}
        >
          <Why why={look.why} />
        </FormDialog>
      )}
    </>
  );
}
