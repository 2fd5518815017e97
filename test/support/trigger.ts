import type { Page } from 'playwright-core';

/** Keys as a scanner sends them: at once, to whatever has the focus. Answers with the keys that were not swallowed. */
export function pullTriggerOn(page: Page, code: string, suffix: string | null = 'Enter'): Promise<string[]> {
  const keys = JSON.stringify([...Array.from(code), ...(suffix ? [suffix] : [])]);
  return page.evaluate(`${keys}.filter((key) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    return (document.activeElement || document.body).dispatchEvent(event);
  })`);
}
