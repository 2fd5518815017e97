import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Act } from '../link/act.ts';
import { t } from '../words/t.ts';
import { Dialog } from './Dialog.tsx';
import { FormTrouble } from './Field.tsx';
import { Key } from './Key.tsx';
import { Trouble } from './Trouble.tsx';
import { Working } from './Wait.tsx';

interface FormDialogProps {
  title: string;
  act: Act;
  /** What is being done while `act` is busy with it. */
  name: string;
  /** The word on the key that does it; Enter in a field presses it too. */
  send: string;
  kind?: 'main' | 'stop';
  /** What goes on meanwhile, where it takes longer than a moment. */
  working?: string;
  /** False: something is still missing or wrong. */
  isWhole?: boolean;
  /** The word on the key that leaves everything as it is. */
  leave?: string;
  onSend: () => Promise<unknown>;
  onClose: () => void;
  children: ComponentChildren;
}

/** A question with fields: what went wrong stands above them, and it is not sent before it is whole. */
export function FormDialog(asked: FormDialogProps) {
  const { act, name, kind = 'main', isWhole = true, onSend, onClose } = asked;
  const trouble = act.trouble.value;
  const above = useRef<HTMLDivElement>(null);
  // a long form is scrolled to where its key is
  useEffect(() => {
    if (trouble) above.current?.scrollIntoView({ block: 'nearest' });
  }, [trouble]);
  const send = (): void => {
    if (isWhole) void onSend();
  };
  return (
    <Dialog
      title={asked.title}
      onClose={onClose}
      foot={
        <>
          <Key onPress={onClose}>{asked.leave ?? t('do.cancel')}</Key>
          <Key kind={kind} name={name} act={act} disabled={!isWhole} data-do="confirm" onPress={send}>
            {asked.send}
          </Key>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {trouble && (
          <div ref={above}>
            <Trouble error={trouble} />
          </div>
        )}
        <FormTrouble.Provider value={trouble}>{asked.children}</FormTrouble.Provider>
        {asked.working !== undefined && <Working text={asked.working} isOn={act.busy.value === name} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
