import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Keys as a scanner sends them: at once, to whatever has the focus; what is to happen before anybody can answer them comes
 * `then`. Answers with the keys that were not swallowed.
 */
export function pullTriggerOn(page: Page, code: string, suffix: string | null = 'Enter', then = ''): Promise<string[]> {
  const keys = JSON.stringify([...Array.from(code), ...(suffix ? [suffix] : [])]);
  return page.evaluate(`(() => {
    const left = ${keys}.filter((key) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      return (document.activeElement || document.body).dispatchEvent(event);
    });
    ${then};
    return left;
  })()`);
}

/** Every digit stands in its place as on a telephone, zero beneath eight, and no key leaves the screen. */
export async function expectTelephone(page: Page): Promise<void> {
  const at = async (digit: string) => (await page.locator(`.pad [data-digit="${digit}"]`).boundingBox())!;
  for (const row of ['123', '456', '789']) {
    const keys = await Promise.all(Array.from(row, at));
    expect(keys.map(({ y }) => y)).toEqual(Array(3).fill(keys[0]!.y));
    expect(keys.map(({ x }) => x)).toEqual(keys.map(({ x }) => x).toSorted((a, b) => a - b));
  }
  for (const [above, below] of ['14', '47', '25', '58', '80', '36', '69']) {
    const [upper, lower] = [await at(above!), await at(below!)];
    expect({ above, below, x: lower.x }).toEqual({ above, below, x: upper.x });
    expect(lower.y).toBeGreaterThan(upper.y);
  }
  // in sight, and beneath nothing else
  const { x, y, width, height } = await at('0');
  const touched = `document.elementFromPoint(${x + width / 2}, ${y + height - 2})?.closest('[data-digit]')?.dataset.digit`;
  expect(await page.evaluate(touched)).toBe('0');
  expect(Math.min(height, width)).toBeGreaterThanOrEqual(64);
}
