import { useLayoutEffect } from 'preact/hooks';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Single keys as commands while nobody types and no dialog is open. */
export function useKeys(keys: Keys): void {
  // before it is painted: who sees what a key does may press it
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const command = keys[event.key] ?? keys[event.key.toLowerCase()];
      if (!command) return;
      event.preventDefault();
      command(event);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}
