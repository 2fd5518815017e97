import type { Reading } from '../../../src/scans/step.shared.ts';
import { useEar } from '../../device/ear.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';
import { readAs, refusal, take } from './floor.ts';

/** A label that can be read in several ways: who holds it says which. One touch, or the number on a keypad; a scan goes on. */
export function Readings({ readings, why }: { readings: Reading[]; why: string }) {
  const choose = (reading: Reading | undefined): void => {
    if (reading) readAs(reading.code);
  };
  useEar({ scan: take, key: (key) => choose(readings[Number(key) - 1]) });
  return (
    <div class="over screen" role="dialog" aria-label={t('readings.which')}>
      <header class="bar">
        <button class="key bare" type="button" aria-label={t('choice.back')} onClick={() => (refusal.value = null)}>
          <Icon name="back" size={32} />
        </button>
        <h1>{t('readings.which')}</h1>
      </header>
      <main class="body">
        <p class="soft">{why}</p>
        <div class="rows readings">
          {readings.map((reading, at) => (
            <button key={reading.code} class="key" type="button" data-reading={at + 1} onClick={() => choose(reading)}>
              <i>{at + 1}</i>
              <span>
                {reading.lines.map(({ label, value }) => (
                  <span key={label} class="part">
                    <small>{label}</small> <b>{value}</b>
                  </span>
                ))}
              </span>
            </button>
          ))}
        </div>
      </main>
    </div>
  );
}
