import { useSignal } from '@preact/signals';
import { useEar } from '../../device/ear.ts';
import { tell } from '../../device/feedback.ts';
import type { Step } from '../../../src/scans/step.shared.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';
import { asDate } from './date.ts';
import { take } from './floor.ts';

/** Column by column: digits as on a telephone, and a fourth column, so that three rows of 64 px fit a small screen. */
const digits = ['1', '4', '7', '2', '5', '8', '3', '6', '9'];
const longest = 8;

export interface PadProps {
  kind: string;
  /** A typed number is how many there are in all. One key says "all of them"; nothing is filled in beforehand. */
  whole?: Step['show']['quantity'];
  onEnter: (code: string) => void;
}

/** Large keys for gloves; a hardware keypad types into it as well, and scans pass by to the step. */
export function NumberPad({ kind, whole, onEnter }: PadProps) {
  const typed = useSignal('');
  const isWrong = useSignal(false);
  const press = (key: string): void => {
    isWrong.value = false;
    if (key === 'Backspace') typed.value = typed.value.slice(0, -1);
    else if (typed.value.length < longest) typed.value = (typed.value === '0' ? '' : typed.value) + key;
  };
  const enter = (): void => {
    const code = kind === 'expiry' ? asDate(typed.value) : typed.value && String(Number(typed.value));
    if (!code) {
      isWrong.value = true;
      tell('refused');
      return;
    }
    typed.value = '';
    onEnter(code);
  };
  useEar({
    countsUnits: true,
    scan(heard) {
      const { code, burst } = heard;
      if (burst === undefined || !isNumber[kind]?.(code)) return take(heard);
      for (const digit of code) press(digit);
      if (burst.suffix === 'Enter') enter();
    },
    key(key) {
      if (/^\d$/.test(key) || key === 'Backspace') press(key);
      else if (key === 'Enter' && typed.value) enter();
    },
  });
  return (
    <section>
      <div class="padTop">
        <output class={isWrong.value ? 'wrong' : ''}>
          {typed.value ? shown(kind, typed.value) : <span class="soft">{kind === 'expiry' ? 'YYYY-MM-DD' : '–'}</span>}
          {kind === 'weight' && <small>g</small>}
          {whole && packOf(whole) > 1 && <small>{inPacks(whole, Number(typed.value))}</small>}
        </output>
        {whole && isWhole(whole) && (
          <button class="key main" type="button" onClick={() => onEnter(String(whole.asked / packOf(whole)))}>
            {t('pad.all', { n: whole.asked })}
          </button>
        )}
      </div>
      {isWrong.value && kind === 'expiry' && <p class="soft">{t('pad.badDate')}</p>}
      <div class="pad">
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
        <button class="key main" type="button" aria-label={t('pad.enter')} disabled={!typed.value} onClick={enter}>
          <Icon name="check" size={36} />
        </button>
      </div>
    </section>
  );
}

/**
 * What came as fast as from a scanner and is a number all the same: from fingers that roll over the keys, a scale, or a date
 * printed as a code. No label that names goods is as short.
 */
const isNumber: Record<string, (code: string) => boolean> = {
  quantity: (code) => /^\d{1,3}$/.test(code),
  weight: (code) => /^\d{1,6}$/.test(code),
  expiry: (code) => asDate(code) !== '',
};

type Whole = NonNullable<PadProps['whole']>;

/** Where a case of twelve was scanned, cases are typed, and the units are shown before they count. */
const packOf = ({ pack }: Whole): number => (pack && pack.units > 0 ? pack.units : 1);
const isWhole = (whole: Whole): boolean => whole.asked > 0 && whole.asked % packOf(whole) === 0;
const inPacks = (whole: Whole, typed: number): string => `× ${packOf(whole)} = ${typed * packOf(whole)}`;

function shown(kind: string, digits: string): string {
  if (kind !== 'expiry') return digits;
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter(Boolean).join('-');
}
