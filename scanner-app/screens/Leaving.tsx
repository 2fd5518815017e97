import { effect, signal } from '@preact/signals';
import { session, signOut } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { drainNow, unsent } from '../queue/drain.ts';
import { t } from '../words/t.ts';

/** What happens once whoever is here has left. */
const asked = signal<(() => void) | null>(null);

/** Who leaves scans behind is told so first. They are tried once more; as soon as all are sent there is nothing to ask. */
export function askToLeave(then: () => void): void {
  if (unsent.value.count > 0) drainNow();
  asked.value = then;
}

effect(() => {
  if (!asked.value) return;
  if (!session.value) asked.value = null;
  else if (unsent.value.count === 0) void leave();
});

async function leave(): Promise<void> {
  const then = asked.value;
  asked.value = null;
  then?.();
  await signOut();
}

export function Leaving() {
  const { count } = unsent.value;
  if (!asked.value || !count) return null;
  return (
    <div class="over told" role="alertdialog" aria-label={t('leaving.title')} data-leaving>
      <div class="inside">
        <Icon name="warning" size={64} />
        <h2>{t('leaving.title')}</h2>
        <p>{t('device.leaveUnsent', { n: count })}</p>
        <p class="soft">{t('leaving.hint')}</p>
      </div>
      <footer class="foot">
        <button class="key main" type="button" data-do="stay" onClick={() => (asked.value = null)}>
          {t('leaving.stay')}
        </button>
        <button class="key" type="button" data-do="leave" onClick={() => void leave()}>
          <Icon name="leave" />
          <span>{t('leaving.go')}</span>
        </button>
      </footer>
    </div>
  );
}
