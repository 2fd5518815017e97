import type { Step } from '../../../src/scans/step.shared.ts';
import { Icon } from '../../look/icons.tsx';
import { Picture } from '../../look/picture.tsx';
import { t } from '../../words/t.ts';
import { refusal } from './floor.ts';

interface RefusalProps {
  refusal: NonNullable<typeof refusal.value>;
  step: Step | null;
}

/** Red, loud and whole, so that nobody scans on past it; the right scan clears it without a tap. */
export function RefusalView({ refusal: refused, step }: RefusalProps) {
  const item = step?.show.item;
  const clear = (): void => {
    refusal.value = null;
  };
  return (
    <div class="over stop" role="alertdialog" aria-label={t('refused.title')}>
      <div class="inside">
        <div class="headline">
          <span class="cross">
            <Icon name="cross" size={52} />
          </span>
          <h2>{t('refused.title')}</h2>
        </div>
        <p class="message">{refused.message || t('refused.customer', { code: refused.code })}</p>
        <dl class="versus">
          {refused.scanned && (
            <div>
              <dt>{t('refused.scanned')}</dt>
              <dd class={sized(refused.scanned)}>{refused.scanned}</dd>
            </div>
          )}
          {refused.expected && (
            <div class="expected">
              <div>
                <dt>{t('refused.expected')}</dt>
                <dd class={sized(refused.expected)}>{refused.expected}</dd>
              </div>
              {step?.expect === 'item' && item && (
                <div class="face">
                  <Picture {...item} />
                </div>
              )}
            </div>
          )}
        </dl>
      </div>
      <footer class="foot">
        <p style={{ textAlign: 'center' }}>{t('refused.hint')}</p>
        <button class="key" type="button" onClick={clear}>
          {t('refused.close')}
        </button>
      </footer>
    </div>
  );
}

/** A bin is read from an arm's length; a long name must at least be whole. */
const sized = (text: string): string => (text.length > 16 ? 'long' : '');
