import type { Act } from '../../link/act.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
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
  onReset: () => Promise<unknown>;
  onClose: () => void;
}

/** Asked before, since whoever it is is signed out everywhere at once. */
export function Forgot({ login, act, onReset, onClose }: ForgotProps) {
  return (
    <FormDialog
      title={t('people.resetTitle', { login })}
      act={act}
      name="password"
      send={t('people.reset')}
      kind="stop"
      leave={t('do.keep')}
      onSend={onReset}
      onClose={onClose}
    >
      <p>{t('people.resetHint', { login })}</p>
    </FormDialog>
  );
}
