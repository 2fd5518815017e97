import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { Refused } from '../link/http.ts';
import { ended, signIn } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { type Language, chosenLanguage, language, languages } from '../words/language.ts';
import { type Word, t } from '../words/t.ts';
import { Segments } from './Segments.tsx';

const isDemoMachine = /^(localhost|127\.|\[::1\])/.test(location.hostname);

export function SignIn() {
  const login = useSignal('');
  const password = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal<Word | null>(ended.value ? 'signIn.again' : null);
  const passwordField = useRef<HTMLInputElement>(null);
  // A scanned badge is the login; the password stays to be typed.
  useEar({
    scan({ code }) {
      login.value = code;
      passwordField.current?.focus();
    },
  });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await signIn(login.value.trim(), password.value);
      tell('good');
    } catch (error) {
      tell('refused');
      problem.value = error instanceof Refused ? wordFor(error) : 'signIn.away';
    }
    busy.value = false;
  };
  return (
    <div class="screen">
      <span />
      <main class="body">
        <div class="dawn">
          <img src="/scanner/icon.svg" alt="" />
          <h1>{t('app.name')}</h1>
        </div>
        {problem.value && (
          <p class="notice" role="alert">
            <Icon name="warning" />
            {t(problem.value)}
          </p>
        )}
        <form onSubmit={(event) => void submit(event)}>
          <label class="field">
            {t('signIn.login')}
            <input
              name="login"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              value={login.value}
              onInput={(event) => (login.value = event.currentTarget.value)}
            />
          </label>
          <label class="field">
            {t('signIn.password')}
            <input
              ref={passwordField}
              name="password"
              type="password"
              autocomplete="current-password"
              required
              value={password.value}
              onInput={(event) => (password.value = event.currentTarget.value)}
            />
          </label>
          <button class="key main" type="submit" disabled={busy.value}>
            {t(busy.value ? 'signIn.busy' : 'signIn.go')}
          </button>
        </form>
        {isDemoMachine && <p class="soft">{t('signIn.demo')}</p>}
      </main>
      <footer class="foot">
        <Segments<Language>
          value={language.value}
          choices={Object.entries(languages) as [Language, string][]}
          onChoose={(chosen) => (chosenLanguage.value = chosen)}
        />
      </footer>
    </div>
  );
}

function wordFor({ status }: Refused): Word {
  if (status >= 500) return 'error.fault';
  return status === 429 ? 'signIn.locked' : 'signIn.wrong';
}
