import { useSignal } from '@preact/signals';
import { useEar } from '../device/ear.ts';
import { Icon } from '../look/icons.tsx';
import { t } from '../words/t.ts';

/** Column by column, as the number pad of the work. */
const digits = ['1', '4', '7', '2', '5', '8', '3', '6', '9'];
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
      <div class="pad pinKeys">
        {digits.map((digit) => (
          <button key={digit} data-digit={digit} class="key" type="button" onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <button class="key" type="button" aria-label={t('pad.erase')} onClick={() => press('Backspace')}>
          <Icon name="erase" size={32} />
        </button>
        <button class="key" data-digit="0" type="button" onClick={() => press('0')}>
          0
        </button>
        <button class="key main" type="button" aria-label={t('pad.enter')} disabled={!isWhole()} onClick={enter}>
          <Icon name="check" size={36} />
        </button>
      </div>
    </section>
  );
}
