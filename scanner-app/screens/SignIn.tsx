import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { Refused } from '../link/http.ts';
import { deviceKey, lostKey } from '../link/deviceKey.ts';
import { enrolUnasked } from '../link/pin.ts';
import { ended, signIn } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { type Language, chosenLanguage, language, languages } from '../words/language.ts';
import { type Word, t } from '../words/t.ts';
import { OthersWait } from './OthersWait.tsx';
import { Segments } from './Segments.tsx';
import { go, place } from './route.ts';

const isDemoMachine = /^(localhost|127\.|\[::1\])/.test(location.hostname);

export function SignIn() {
  const problem = useSignal<Word | null>(lostKey.value ? 'pin.device' : ended.value ? 'signIn.again' : null);
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
        <OthersWait />
        <SignInForm onProblem={(word) => (problem.value = word)} />
        {isDemoMachine && <p class="soft">{t('signIn.demo')}</p>}
      </main>
      <footer class="foot">
        {deviceKey.value && (
          <button class="key" type="button" onClick={() => go('home')}>
            <Icon name="back" />
            <span>{t('pin.byPin')}</span>
          </button>
        )}
        <Segments<Language>
          value={language.value}
          choices={Object.entries(languages) as [Language, string][]}
          onChoose={(chosen) => (chosenLanguage.value = chosen)}
        />
      </footer>
    </div>
  );
}

function SignInForm({ onProblem }: { onProblem: (word: Word | null) => void }) {
  const login = useSignal('');
  const password = useSignal('');
  /** Chosen where the other one turns out to be a supervisor's code. */
  const chosen = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const passwordField = useRef<HTMLInputElement>(null);
  // A scanned badge is the login; the password stays to be typed.
  useEar({
    scan({ code }) {
      login.value = code;
      passwordField.current?.focus();
    },
  });
  const submit = async (): Promise<void> => {
    if (isBusy.value) return;
    isBusy.value = true;
    onProblem(null);
    try {
      const asked = { login: login.value.trim(), password: password.value };
      await signIn(chosen.value === null ? asked : { ...asked, newPassword: chosen.value });
      tell('good');
      if (place.value === 'password') go('home');
      enrolUnasked();
    } catch (error) {
      const isCode = error instanceof Refused && error.code === 'password_temporary';
      tell(isCode ? 'decision' : 'refused');
      if (isCode) chosen.value = '';
      onProblem(error instanceof Refused ? wordFor(error) : 'signIn.away');
    }
    isBusy.value = false;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field name="login" title={t('signIn.login')} value={login.value} onType={(text) => (login.value = text)} />
      <Field
        name="password"
        title={t('signIn.password')}
        value={password.value}
        field={passwordField}
        onType={(text) => (password.value = text)}
      />
      {chosen.value !== null && (
        <Field
          name="newPassword"
          title={t('signIn.newPassword')}
          value={chosen.value}
          onType={(text) => (chosen.value = text)}
        />
      )}
      <button class="key main" type="submit" disabled={isBusy.value}>
        {t(isBusy.value ? 'signIn.busy' : 'signIn.go')}
      </button>
    </form>
  );
}

const kinds = {
  login: { type: 'text', autocomplete: 'username' },
  password: { type: 'password', autocomplete: 'current-password' },
  newPassword: { type: 'password', autocomplete: 'new-password', minLength: 8 },
} as const;

interface FieldProps {
  name: keyof typeof kinds;
  title: string;
  value: string;
  field?: RefObject<HTMLInputElement | null>;
  onType: (text: string) => void;
}

function Field({ name, title, value, field, onType }: FieldProps) {
  return (
    <label class="field">
      {title}
      <input
        {...kinds[name]}
        {...(field ? { ref: field } : {})}
        name={name}
        autocapitalize="none"
        spellcheck={false}
        required
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </label>
  );
}

const words: Record<string, Word> = {
  password_temporary: 'signIn.choose',
  password_expired: 'signIn.expired',
  password_same: 'signIn.choose',
  password_common: 'signIn.common',
};

function wordFor({ status, code }: Refused): Word {
  const word = words[code];
  if (word) return word;
  if (status >= 500) return 'error.fault';
  return status === 429 ? 'signIn.locked' : 'signIn.wrong';
}
