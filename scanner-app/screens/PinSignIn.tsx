import { useSignal } from '@preact/signals';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { Refused } from '../link/http.ts';
import { signInByPin, who } from '../link/pin.ts';
import { ended } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { type Language, chosenLanguage, language, languages } from '../words/language.ts';
import { t } from '../words/t.ts';
import { NewPin } from './NewPin.tsx';
import { Notice } from './Notice.tsx';
import { OthersWait } from './OthersWait.tsx';
import { PinPad } from './PinPad.tsx';
import { Segments } from './Segments.tsx';
import { go } from './route.ts';

/** An enrolled device: a badge or a login, then the PIN. The next badge changes who it is at any moment. */
export function PinSignIn() {
  const problem = useSignal(ended.value ? t('signIn.again') : '');
  /** From a supervisor: good for choosing another. */
  const temporary = useSignal('');
  const isBusy = useSignal(false);
  const meet = (login: string): void => {
    who.value = login.trim();
    temporary.value = '';
    problem.value = '';
  };
  const send = async (pin: string, newPin?: string): Promise<void> => {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = '';
    try {
      await signInByPin(pin, newPin);
      tell('good');
      go('home');
    } catch (error) {
      const isTemporary = error instanceof Refused && error.code === 'pin_temporary';
      tell(isTemporary ? 'decision' : 'refused');
      if (isTemporary) temporary.value = pin;
      else problem.value = told(error);
    }
    isBusy.value = false;
  };
  return (
    <div class="screen">
      <span />
      <main class="body">
        {!who.value ? (
          <WhoIsIt problem={problem.value} onWho={meet} />
        ) : temporary.value ? (
          <NewPin
            problem={problem.value ? 'pin.easy' : null}
            isBusy={isBusy.value}
            onPin={(pin) => void send(temporary.value, pin)}
          />
        ) : (
          <>
            <p class="pinWho">{t('pin.of', { who: who.value })}</p>
            {problem.value ? <Notice text={problem.value} /> : <p class="soft">{t('pin.forgotten')}</p>}
            <PinPad key={who.value} isBusy={isBusy.value} onPin={(pin) => void send(pin)} onScan={meet} />
          </>
        )}
      </main>
      <footer class="foot">
        {who.value ? (
          <button class="key" type="button" onClick={() => meet('')}>
            <Icon name="back" />
            <span>{t('pin.other')}</span>
          </button>
        ) : (
          <>
            <button class="key" type="button" onClick={() => go('password')}>
              <Icon name="keyboard" />
              <span>{t('pin.byPassword')}</span>
            </button>
            <Segments<Language>
              value={language.value}
              choices={Object.entries(languages) as [Language, string][]}
              onChoose={(chosen) => (chosenLanguage.value = chosen)}
            />
          </>
        )}
      </footer>
    </div>
  );
}

function WhoIsIt({ problem, onWho }: { problem: string; onWho: (login: string) => void }) {
  const login = useSignal('');
  useEar({ scan: (heard) => onWho(heard.code) });
  return (
    <>
      <div class="dawn">
        <img src="/scanner/icon.svg" alt="" />
        <h1>{t('pin.badge')}</h1>
      </div>
      {problem && <Notice text={problem} />}
      <OthersWait />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (login.value.trim()) onWho(login.value);
        }}
      >
        <label class="field">
          {t('pin.orLogin')}
          <input
            name="login"
            type="text"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            value={login.value}
            onInput={(event) => (login.value = event.currentTarget.value)}
          />
        </label>
        <button class="key main" type="submit" disabled={!login.value.trim()}>
          {t('pin.next')}
        </button>
      </form>
    </>
  );
}

/** Why not, how often still, until when. */
function told(error: unknown): string {
  if (!(error instanceof Refused)) return t('signIn.away');
  const { triesLeft, whose } = (error.more.details || {}) as { triesLeft?: number; whose?: string };
  switch (error.code) {
    case 'pin_wrong':
      return triesLeft === 1 ? t('pin.wrongLast') : t('pin.wrong', { n: triesLeft || 0 });
    case 'pin_locked':
      return t(whose === 'device' ? 'pin.lockedDevice' : 'pin.locked', { time: clock(error.more.expected) });
    case 'pin_blocked':
      return t('pin.blocked');
    case 'pin_expired':
      return t('pin.expired');
    case 'pin_too_easy':
      return t('pin.easy');
    case 'too_many_requests':
      return t('pin.tooMany');
    default:
      return t('error.fault');
  }
}

function clock(until: unknown): string {
  const at = new Date(String(until));
  // a minute is told whole, and never as the one that has begun
  at.setSeconds(at.getSeconds() + 59);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}
