import { signal } from '@preact/signals';
import { Refused } from '../link/http.ts';
import { t } from '../words/t.ts';
import { Icon } from './Icon.tsx';
import { useKeys } from './keys.ts';
import { textOf } from './refused.ts';

interface Done {
  text: string;
  /** Takes it back; absent where nothing can. */
  undo?: (() => Promise<unknown>) | undefined;
  isRefused?: boolean;
}

const done = signal<Done | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;
/** Long enough to read it and to reach for the key. */
const shown_ms = 9_000;

/** Says what has just been done, and offers to take it back. */
export function told(what: Done): void {
  clearTimeout(timer);
  done.value = what;
  timer = setTimeout(() => (done.value = null), shown_ms);
}

async function takeBack(): Promise<void> {
  const what = done.peek();
  if (!what?.undo) return;
  done.value = null;
  await what.undo().catch((error: unknown) => told({ text: whyNot(error), isRefused: true }));
}

/** A refusal says what has to be done instead; of a server that is not heard there is no more to say. */
const whyNot = (error: unknown): string =>
  error instanceof Refused ? `${t('undo.failed')}: ${textOf(error)}` : t('undo.failed');

/** One line at the foot of every page; `U` presses its key. */
export function UndoLine() {
  const what = done.value;
  // where nothing is told that can be taken back, the key is the page's
  useKeys(what?.undo ? { u: () => void takeBack() } : {});
  return (
    <div class="undo-line" role="status">
      {what && (
        <div class="undo">
          <Icon name={what.isRefused ? 'warning' : 'check'} size={18} />
          <span class="grow">{what.text}</span>
          {what.undo && (
            <button class="key small" type="button" data-do="undo" onClick={() => void takeBack()}>
              {t('undo.undo')} <kbd>U</kbd>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
