import { useSignal } from '@preact/signals';
import { useEar } from '../../device/ear.ts';
import { tell } from '../../device/feedback.ts';
import { weightUnit } from '../../device/settings.ts';
import type { Step } from '../../../src/scans/step.shared.ts';
import { t } from '../../words/t.ts';
import { DigitKeys } from '../DigitKeys.tsx';
import { asDate } from './date.ts';
import { take } from './floor.ts';
import { gramsOf, unitsOf, type WeightUnit } from './weight.ts';

const longest = 8;

export interface PadProps {
  kind: string;
  /** A typed number is how many there are in all. One key says "all of them"; nothing is filled in beforehand. */
  whole?: Step['show']['quantity'];
  /** So many are in the hand already: one key says that there are no more. */
  only?: number;
  onEnter: (code: string) => void;
}

/** Large keys for gloves; a hardware keypad types into it as well, and scans pass by to the step. */
export function NumberPad({ kind, whole, only = 0, onEnter }: PadProps) {
  const typed = useSignal('');
  const isWrong = useSignal(false);
  // a scale knows nothing of the unit in which the worker types: without a point it sends grams
  const isScales = useSignal(false);
  const unit = (): WeightUnit => (isScales.value ? 'g' : weightUnit.value);
  const sent = useSignal('');
  const press = (key: string): void => {
    isWrong.value = false;
    if (typed.value === '') isScales.value = false;
    if (key === 'Backspace') typed.value = typed.value.slice(0, -1);
    else if (key === '.') typed.value = typed.value.includes('.') ? typed.value : `${typed.value || '0'}.`;
    else if (typed.value.length < longest) typed.value = (typed.value === '0' ? '' : typed.value) + key;
  };
  const enter = (): void => {
    const code = codeOf[kind]?.(typed.value, unit()) ?? (typed.value && String(Number(typed.value)));
    if (!code) {
      isWrong.value = true;
      tell('refused');
      return;
    }
    sent.value = typed.value;
    typed.value = '';
    onEnter(code);
  };
  const chooseUnit = (chosen: WeightUnit): void => {
    weightUnit.value = chosen;
    isScales.value = false;
    sent.value = '';
  };
  useEar({
    countsUnits: true,
    scan(heard) {
      const { code, burst } = heard;
      if (burst === undefined || !isNumber[kind]?.(code)) return take(heard);
      if (kind === 'weight') typed.value = '';
      for (const digit of code.replace(',', '.')) press(digit);
      isScales.value = true;
      if (burst.suffix === 'Enter') enter();
    },
    key(key) {
      if (/^\d$/.test(key) || key === 'Backspace') press(key);
      else if (kind === 'weight' && /^[.,]$/.test(key)) press('.');
      else if (key === 'Enter' && typed.value) enter();
    },
  });
  return (
    <section>
      <div class="padTop">
        <output class={isWrong.value ? 'wrong' : ''}>
          {typed.value ? shown(kind, typed.value) : <span class="soft">{before(kind, sent.value)}</span>}
          {kind === 'weight' && <small>{unitsOf(typed.value || sent.value, unit())}</small>}
          {whole && packOf(whole) > 1 && <small>{inPacks(whole, Number(typed.value))}</small>}
        </output>
        <WholeKeys whole={whole} only={only} onEnter={onEnter} />
        {kind === 'weight' && <WeightKeys unit={unit()} onPoint={() => press('.')} onUnit={chooseUnit} />}
      </div>
      {isWrong.value && kind === 'expiry' && <p class="soft">{t('pad.badDate')}</p>}
      <DigitKeys canEnter={typed.value !== ''} onKey={press} onEnter={enter} />
    </section>
  );
}

interface WholeKeysProps {
  whole: PadProps['whole'] | undefined;
  only: number;
  onEnter: (code: string) => void;
}

/** Numbers that need no digits. */
function WholeKeys({ whole, only, onEnter }: WholeKeysProps) {
  return (
    <>
      {whole && isWhole(whole) && (
        <button class="key main" type="button" onClick={() => onEnter(String(whole.asked / packOf(whole)))}>
          {t('pad.all', { n: whole.asked })}
        </button>
      )}
      {only > 0 && (
        <button class="key" data-do="only" type="button" onClick={() => onEnter(String(only))}>
          {t('pad.only', { n: only })}
        </button>
      )}
    </>
  );
}

interface WeightKeysProps {
  unit: WeightUnit;
  onPoint: () => void;
  onUnit: (unit: WeightUnit) => void;
}

function WeightKeys({ unit, onPoint, onUnit }: WeightKeysProps) {
  const other = unit === 'g' ? 'kg' : 'g';
  return (
    <>
      <button class="key" type="button" data-digit="." onClick={onPoint}>
        .
      </button>
      <button class="key" type="button" aria-label={t('pad.unit', { unit: other })} onClick={() => onUnit(other)}>
        {other}
      </button>
    </>
  );
}

/** What is sent for what was typed, '' where it is none; a plain number elsewhere. */
const codeOf: Record<string, (typed: string, unit: WeightUnit) => string> = {
  expiry: asDate,
  weight: (typed, unit) => String(gramsOf(typed, unit) ?? ''),
};

/**
 * What came as fast as from a scanner and is a number all the same: from fingers that roll over the keys, a scale, or a date
 * printed as a code. No label that names goods is as short.
 */
const isNumber: Record<string, (code: string) => boolean> = {
  quantity: (code) => /^\d{1,3}$/.test(code),
  weight: (code) => /^(\d{1,6}|\d{1,3}[.,]\d{1,3})$/.test(code),
  expiry: (code) => asDate(code) !== '',
};

type Whole = NonNullable<PadProps['whole']>;

/** Where a case of twelve was scanned, cases are typed, and the units are shown before they count. */
const packOf = ({ pack }: Whole): number => (pack && pack.units > 0 ? pack.units : 1);
const isWhole = (whole: Whole): boolean => whole.asked > 0 && whole.asked % packOf(whole) === 0;
const inPacks = (whole: Whole, typed: number): string => `× ${packOf(whole)} = ${typed * packOf(whole)}`;

/** Before anything is typed: how, and of a weight, which leaves no trace elsewhere, what was sent last. */
const before = (kind: string, sent: string): string =>
  kind === 'expiry' ? 'YYYY-MM-DD' : (kind === 'weight' && sent) || '–';

function shown(kind: string, digits: string): string {
  if (kind !== 'expiry') return digits;
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter(Boolean).join('-');
}
