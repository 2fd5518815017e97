import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/t.ts';
import { Key } from './Key.tsx';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  foot?: ComponentChildren;
}

/** A question over the page; Escape and a click outside leave it, and the focus goes back to where it came from. */
export function Dialog({ title, onClose, children, foot }: DialogProps) {
  const frame = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    frame.current?.showModal();
    // the close key stands first, and is not what somebody came for
    frame.current?.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
    return () => {
      const isBack = before !== null && before !== document.body && before.isConnected;
      (isBack ? before : document.getElementById('content'))?.focus();
    };
  }, []);
  return (
    <dialog
      ref={frame}
      class="dialog"
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === frame.current && onClose()}
    >
      <div class="dialog-body">
        <header class="card-head">
          <h2>{title}</h2>
          <div class="actions">
            <Key icon="cross" kind="bare" small label={t('do.close')} onPress={onClose} />
          </div>
        </header>
        {children}
        {foot && <footer class="dialog-foot">{foot}</footer>}
      </div>
    </dialog>
  );
}
