import { batch, effect } from '@preact/signals';
import { type Language, accountLanguage, chosenLanguage } from './language.ts';

/**
 * A language chosen on this device becomes that of the account, as soon as somebody is signed in and the server hears it:
 * until then the device keeps it, and the next person on this device gets his own.
 */
export function rememberLanguage(isSignedIn: () => boolean, save: (language: Language) => Promise<unknown>): void {
  effect(() => {
    const chosen = chosenLanguage.value;
    if (chosen === null || !isSignedIn()) return;
    const settle = (): void => {
      if (chosenLanguage.peek() !== chosen) return;
      batch(() => {
        accountLanguage.value = chosen;
        chosenLanguage.value = null;
      });
    };
    if (accountLanguage.peek() === chosen) queueMicrotask(settle);
    else void save(chosen).then(settle, () => undefined);
  });
}
