import { Icon } from '../look/icons.tsx';
import { t } from '../words/t.ts';

/** Row by row as on a telephone: whoever types without looking finds zero beneath eight. */
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

interface DigitKeysProps {
  canEnter: boolean;
  onKey: (key: string) => void;
  onEnter: () => void;
  class?: string;
}

/** The keypad of every screen that asks for digits: large keys for gloves. */
export function DigitKeys({ canEnter, onKey, onEnter, class: more = '' }: DigitKeysProps) {
  const key = (digit: string) => (
    <button key={digit} data-digit={digit} class="key" type="button" onClick={() => onKey(digit)}>
      {digit}
    </button>
  );
  return (
    <div class={`pad ${more}`}>
      {digits.map(key)}
      <button class="key" type="button" aria-label={t('pad.erase')} onClick={() => onKey('Backspace')}>
        <Icon name="erase" size={32} />
      </button>
      {key('0')}
      <button class="key main" type="button" aria-label={t('pad.enter')} disabled={!canEnter} onClick={onEnter}>
        <Icon name="check" size={36} />
      </button>
    </div>
  );
}
