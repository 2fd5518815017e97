import { useLayoutEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { hasCamera } from '../../device/camera.ts';
import { hear } from '../../device/ear.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';

/** The last resort, marked as typed in the record. A scan that comes meanwhile closes it. */
export function TypedCode({ onCamera, onClose }: { onCamera: () => void; onClose: () => void }) {
  const typed = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div class="over screen">
      <header class="bar">
        <button class="key bare" type="button" aria-label={t('choice.back')} onClick={onClose}>
          <Icon name="back" size={32} />
        </button>
        <h1>{t('typed.title')}</h1>
      </header>
      <main class="body">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const code = typed.value.trim();
            if (code) hear({ code, source: 'typed' });
          }}
        >
          <label class="field">
            <input
              ref={field}
              aria-label={t('typed.title')}
              autocapitalize="characters"
              autocomplete="off"
              spellcheck={false}
              value={typed.value}
              onInput={(event) => (typed.value = event.currentTarget.value)}
            />
          </label>
          <button class="key main" type="submit">
            {t('typed.send')}
          </button>
        </form>
        {hasCamera() && (
          <button class="key" type="button" onClick={onCamera}>
            <Icon name="camera" />
            <span>{t('typed.camera')}</span>
          </button>
        )}
      </main>
    </div>
  );
}
