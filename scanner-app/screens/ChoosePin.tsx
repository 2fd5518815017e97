import { useSignal } from '@preact/signals';
import { tell } from '../device/feedback.ts';
import { Refused } from '../link/http.ts';
import { choosePin } from '../link/pin.ts';
import { Icon } from '../look/icons.tsx';
import { type Word, t } from '../words/t.ts';
import { Bar } from './Bar.tsx';
import { NewPin } from './NewPin.tsx';
import { Notice } from './Notice.tsx';
import { go } from './route.ts';

/** Signed in by password: the worker chooses the PIN that is asked for from now on. */
export function ChoosePin() {
  const problem = useSignal<Word | null>(null);
  const isBusy = useSignal(false);
  const isChosen = useSignal(false);
  /** The PIN that waits for a password; not needed just after signing in with one. */
  const waiting = useSignal('');
  const send = async (pin: string, password?: string): Promise<void> => {
    isBusy.value = true;
    problem.value = null;
    try {
      await choosePin(pin, password);
      tell('good');
      isChosen.value = true;
    } catch (error) {
      const code = error instanceof Refused ? error.code : 'away';
      const asks = code === 'password_needed' || code === 'password_wrong';
      waiting.value = asks ? pin : '';
      tell(code === 'password_needed' ? 'decision' : 'refused');
      problem.value = words[code] || 'error.fault';
    }
    isBusy.value = false;
  };
  return (
    <div class="screen">
      <Bar title={t('pin.choose')} back="home" />
      <main class="body">
        {isChosen.value ? (
          <p class="verdict fine">
            <Icon name="check" size={36} />
            {t('pin.chosen')}
          </p>
        ) : waiting.value ? (
          <Password
            problem={problem.value}
            isBusy={isBusy.value}
            onPassword={(password) => void send(waiting.value, password)}
          />
        ) : (
          <NewPin problem={problem.value} isBusy={isBusy.value} onPin={(pin) => void send(pin)} />
        )}
      </main>
      <footer class="foot">
        {isChosen.value && (
          <button class="key main" type="button" onClick={() => go('home')}>
            {t('pin.done')}
          </button>
        )}
      </footer>
    </div>
  );
}

const words: Record<string, Word> = {
  pin_too_easy: 'pin.easy',
  password_needed: 'pin.passwordNeeded',
  password_wrong: 'pin.passwordWrong',
  sign_in_locked: 'signIn.locked',
  too_many_requests: 'pin.tooMany',
  away: 'error.away',
};

interface PasswordProps {
  problem: Word | null;
  isBusy: boolean;
  onPassword: (password: string) => void;
}

function Password({ problem, isBusy, onPassword }: PasswordProps) {
  const password = useSignal('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(password.value);
      }}
    >
      {problem && <Notice text={t(problem)} />}
      <label class="field">
        {t('signIn.password')}
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          value={password.value}
          onInput={(event) => (password.value = event.currentTarget.value)}
        />
      </label>
      <button class="key main" type="submit" disabled={isBusy}>
        {t('pin.next')}
      </button>
    </form>
  );
}
