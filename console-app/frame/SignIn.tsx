import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import icon from '../../scanner-app/public/icon.svg';
import { type Language, chosenLanguage, language, languages } from '../../scanner-app/words/language.ts';
import { useAct } from '../link/act.ts';
import { Refused } from '../link/http.ts';
import { ended } from '../link/session.ts';
import { signIn } from '../link/signIn.ts';
import { Field, Input, Segments } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { t } from '../words/t.ts';

const isDemoMachine = /^(localhost|127\.|\[::1\])/.test(location.hostname);

export function SignIn() {
  const login = useSignal('');
  const password = useSignal('');
  /** Chosen where the other one turns out to be a supervisor's code. */
  const chosen = useSignal<string | null>(null);
  const act = useAct();
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => first.current?.querySelector('input')?.focus(), []);
  const submit = (event: Event): void => {
    event.preventDefault();
    void act.run('in', async () => {
      const asked = { login: login.value.trim(), password: password.value };
      try {
        await signIn(chosen.value === null ? asked : { ...asked, newPassword: chosen.value });
      } catch (error) {
        const isCode = error instanceof Refused && error.code === 'password_temporary';
        if (!isCode) throw error;
        chosen.value = '';
      }
    });
  };
  return (
    <div class="sign-in">
      <aside class="dawn" aria-hidden="true">
        <Skyline />
        <div class="dawn-words">
          <h1>{t('app.name')}</h1>
          <p>{t('app.lead')}</p>
        </div>
      </aside>
      <main>
        <form onSubmit={submit}>
          <div class="brand">
            <img src={icon} alt="" width={44} height={44} />
            <span>{t('app.name')}</span>
          </div>
          <h1>{t('signIn.title')}</h1>
          {ended.value && !act.trouble.value && (
            <p class="notice" role="status">
              <Icon name="info" />
              {t('signIn.again')}
            </p>
          )}
          <Trouble error={act.trouble.value} />
          <div ref={first}>
            <Field label={t('signIn.login')}>
              <Input
                name="login"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                required
                value={login.value}
                onText={(text) => (login.value = text)}
              />
            </Field>
          </div>
          <Field label={t('signIn.password')}>
            <Input
              name="password"
              type="password"
              autocomplete="current-password"
              required
              value={password.value}
              onText={(text) => (password.value = text)}
            />
          </Field>
          {chosen.value !== null && (
            <>
              <p class="notice" role="status">
                <Icon name="info" />
                {t('signIn.choose')}
              </p>
              <Field label={t('signIn.newPassword')} hint={t('signIn.newPasswordHint')}>
                <Input
                  name="new-password"
                  type="password"
                  autocomplete="new-password"
                  minLength={8}
                  required
                  value={chosen.value}
                  onText={(text) => (chosen.value = text)}
                />
              </Field>
            </>
          )}
          <button class="key main" type="submit" disabled={act.busy.value !== null}>
            {t(act.busy.value ? 'signIn.busy' : 'signIn.go')}
          </button>
          {isDemoMachine && <p class="soft">{t('signIn.demo')}</p>}
          <footer>
            <Segments<Language>
              label={t('frame.language')}
              value={language.value}
              choices={Object.entries(languages) as [Language, string][]}
              onChoose={(chosen) => (chosenLanguage.value = chosen)}
            />
            <a href="/scanner/">{t('signIn.handheld')}</a>
          </footer>
        </form>
      </main>
    </div>
  );
}

/** A warehouse before dawn: its racks below, the sun about to come up behind them. */
function Skyline() {
  const racks = Array.from({ length: 9 }, (_, at) => ({ x: at * 92, height: 150 + ((at * 67) % 90) }));
  return (
    <svg viewBox="0 0 800 900" preserveAspectRatio="xMidYMax slice">
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#151a33" />
          <stop offset="0.45" stop-color="#4a3f74" />
          <stop offset="0.7" stop-color="#b5548a" />
          <stop offset="0.86" stop-color="#ee7d5b" />
          <stop offset="1" stop-color="#ffc35a" />
        </linearGradient>
      </defs>
      <rect width="800" height="900" fill="url(#sky)" />
      <circle cx="520" cy="730" r="120" fill="#ffe0a0" />
      {racks.map(({ x, height }) => (
        <g key={x} transform={`translate(${x} ${900 - height})`}>
          <path d={`M6 ${height}V0M86 ${height}V0`} stroke="#16181d" stroke-width="7" />
          {Array.from({ length: Math.floor(height / 56) }, (_, level) => (
            <g key={level} transform={`translate(0 ${level * 56 + 40})`}>
              <path d="M0 14h92" stroke="#16181d" stroke-width="9" />
              <path
                d={(x + level) % 3 ? 'M14 10V-18h30v28z M50 10V-8h28v18z' : 'M14 10V-8h28v18z M48 10V-22h30v32z'}
                fill="#16181d"
              />
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}
