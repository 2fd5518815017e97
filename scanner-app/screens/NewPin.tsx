import { useSignal } from '@preact/signals';
import { tell } from '../device/feedback.ts';
import { type Word, t } from '../words/t.ts';
import { Notice } from './Notice.tsx';
import { PinPad } from './PinPad.tsx';

interface NewPinProps {
  problem: Word | null;
  isBusy: boolean;
  onPin: (pin: string) => void;
}

/** A PIN is typed twice, so that a slip locks nobody out. */
export function NewPin({ problem, isBusy, onPin }: NewPinProps) {
  const first = useSignal('');
  const differs = useSignal(false);
  const take = (pin: string): void => {
    if (!first.value) {
      differs.value = false;
      first.value = pin;
      tell('heard');
      return;
    }
    differs.value = pin !== first.value;
    first.value = '';
    if (!differs.value) return onPin(pin);
    tell('refused');
  };
  const wrong = differs.value ? 'pin.differs' : first.value ? null : problem;
  return (
    <>
      <p class="pinWho">{t(first.value ? 'pin.again' : 'pin.new')}</p>
      {wrong ? <Notice text={t(wrong)} /> : <p class="soft">{t('pin.newHint')}</p>}
      <PinPad key={first.value} isBusy={isBusy} onPin={take} onScan={() => tell('refused')} />
    </>
  );
}
