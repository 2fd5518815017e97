import { useSignal } from '@preact/signals';
import { useEar } from '../device/ear.ts';
import { t } from '../words/t.ts';
import { DigitKeys } from './DigitKeys.tsx';

const shortest = 6;
const longest = 8;
const isPin = /^\d{1,8}$/;

interface PinPadProps {
  isBusy: boolean;
  onPin: (pin: string) => void;
  /** A badge that is scanned meanwhile. */
  onScan: (code: string) => void;
}

/** Large keys for gloves, and a hardware keypad. What is typed is shown as dots, and gone once it is sent. */
export function PinPad({ isBusy, onPin, onScan }: PinPadProps) {
  const typed = useSignal('');
  const isWhole = (): boolean => typed.value.length >= shortest && !isBusy;
  const press = (key: string): void => {
    if (key === 'Backspace') typed.value = typed.value.slice(0, -1);
    else if (typed.value.length < longest) typed.value += key;
  };
  const enter = (): void => {
    if (!isWhole()) return;
    const pin = typed.value;
    typed.value = '';
    onPin(pin);
  };
  useEar({
    scan({ code, burst }) {
      // Fingers may be as quick as a scanner, and a badge is never as short.
      if (!isPin.test(code)) return onScan(code);
      for (const digit of code) press(digit);
      if (burst?.suffix === 'Enter') enter();
    },
    key(key) {
      if (/^\d$/.test(key) || key === 'Backspace') press(key);
      else if (key === 'Enter') enter();
    },
  });
  return (
    <section>
      <output class="pinDots" aria-label={t('pin.title')}>
        {isBusy ? (
          <span class="soft">{t('pin.busy')}</span>
        ) : (
          Array.from({ length: Math.max(shortest, typed.value.length) }, (_, at) => (
            <i key={at} class={at < typed.value.length ? 'set' : ''} />
          ))
        )}
      </output>
      <DigitKeys class="pinKeys" canEnter={isWhole()} onKey={press} onEnter={enter} />
    </section>
  );
}
