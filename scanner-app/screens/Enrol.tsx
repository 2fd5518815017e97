import { useSignal } from '@preact/signals';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { needsEnrolment } from '../link/door.ts';
import { Refused } from '../link/http.ts';
import { enrol } from '../link/pin.ts';
import { session } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { t } from '../words/t.ts';
import { askToLeave } from './Leaving.tsx';
import { Bar } from './Bar.tsx';

/** Makes this device known: one scan of the manager's one-time code. */
export function Enrol() {
  const code = useSignal('');
  const problem = useSignal('');
  const send = async (typed: string): Promise<void> => {
    problem.value = '';
    try {
      await enrol(typed.trim());
      tell('good');
      needsEnrolment.value = false;
      // The socket was refused as unknown: a fresh copy of the session opens a new one.
      const again = session.value;
      session.value = null;
      session.value = again;
    } catch (error) {
      tell('refused');
      problem.value = error instanceof Refused ? error.message || error.code : t('error.away');
    }
  };
  useEar({ scan: (heard) => void send(heard.code) });
  return (
    <div class="screen">
      <Bar title={t('enrol.title')} isUnknown />
      <main class="body">
        <p>{t('enrol.why')}</p>
        {problem.value && (
          <p class="notice" role="alert">
            <Icon name="warning" />
            {problem.value}
          </p>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send(code.value);
          }}
        >
          <label class="field">
            {t('enrol.code')}
            <input
              autocapitalize="characters"
              autocomplete="off"
              required
              value={code.value}
              onInput={(event) => (code.value = event.currentTarget.value)}
            />
          </label>
          <button class="key main" type="submit">
            {t('enrol.go')}
          </button>
        </form>
      </main>
      <footer class="foot">
        <button class="key" type="button" onClick={() => askToLeave(() => undefined)}>
          <Icon name="leave" />
          <span>{t('device.leave')}</span>
        </button>
      </footer>
    </div>
  );
}
