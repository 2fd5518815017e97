import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { t } from '../../words/t.ts';

interface HoldClockProps {
  heldUntil: string;
  /** Takes the same hour again, in place. */
  onTakeAgain: () => void;
}

const hold_ms = 15 * 60_000;

/** How long the hour is still kept for a booking that is not finished. */
export function HoldClock({ heldUntil, onTakeAgain }: HoldClockProps) {
  const left_ms = useSignal(Date.parse(heldUntil) - Date.now());
  useEffect(() => {
    const tick = (): void => {
      left_ms.value = Date.parse(heldUntil) - Date.now();
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [heldUntil]);
  const seconds = Math.max(0, Math.ceil(left_ms.value / 1_000));
  if (seconds === 0) {
    return (
      <p class="hold over" role="alert">
        <Icon name="clock" />
        <span class="grow">{t('booking.holdOver')}</span>
        <Key small onPress={onTakeAgain}>
          {t('booking.takeAgain')}
        </Key>
      </p>
    );
  }
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p class="hold">
      <Icon name="clock" />
      <span>{t('booking.held')}</span>
      <b>{text}</b>
      <span class="track">
        <i style={{ width: `${Math.min(100, (100 * seconds * 1_000) / hold_ms)}%` }} />
      </span>
    </p>
  );
}
