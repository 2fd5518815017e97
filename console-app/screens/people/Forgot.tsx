import type { Act } from '../../link/act.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';

/** What a supervisor tells somebody, and the screen only now. */
export interface Once {
  login: string;
  what: 'pin' | 'password';
  text: string;
}

export function Told({ once: { login, what, text }, onClose }: { once: Once; onClose: () => void }) {
  return (
    <Dialog title={t(`people.${what}Title`, { login })} onClose={onClose}>
      <div class="stack">
        <output class="once">{text}</output>
        <p class="soft">{t(`people.${what}Once`, { login })}</p>
      </div>
    </Dialog>
  );
}

interface ForgotProps {
  login: string;
  act: Act;
  onReset: () => void;
  onClose: () => void;
}

/** Asked before, since whoever it is is signed out everywhere at once. */
export function Forgot({ login, act, onReset, onClose }: ForgotProps) {
  return (
    <Dialog
      title={t('people.resetTitle', { login })}
      onClose={onClose}
      foot={
        <>
          <Key onPress={onClose}>{t('do.keep')}</Key>
          <Key kind="stop" name="password" act={act} data-do="reset-password" onPress={onReset}>
            {t('people.reset')}
          </Key>
        </>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <p>{t('people.resetHint', { login })}</p>
      </div>
    </Dialog>
  );
}
