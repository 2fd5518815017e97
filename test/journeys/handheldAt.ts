import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Step } from '../../src/scans/step.shared.ts';
import { type Floor, openFloor } from './handheldFloor.ts';

/** A handheld that has forgotten everything, before the sign-in of a floor of its own. */
export interface Handheld {
  page: Page;
  floor: Floor;
  signIn(): Promise<void>;
  openWork(flow: string): Promise<void>;
  /** The codes of the scans that were applied. */
  codes(): string[];
  /** Waits on this side, for what the floor received. */
  until(isTrue: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function openHandheld(browser: Browser, firstStep: Step): Promise<Handheld> {
  const floor = await openFloor(firstStep);
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' });
  const page = await context.newPage();
  return {
    page,
    floor,
    async signIn() {
      await page.goto(floor.url);
      await page.fill('[name=login]', 'picker1');
      await page.fill('[name=password]', 'secret');
      await page.click('[type=submit]');
      await page.waitForSelector('[data-flow]');
    },
    async openWork(flow) {
      await page.click(`[data-flow=${flow}]`);
      await page.waitForSelector(`[data-expect=${floor.firstStep.expect}]`);
    },
    codes: () => floor.applied.map(({ code }) => code),
    async until(isTrue) {
      await expect.poll(isTrue, { timeout: 30_000, interval: 25 }).toBe(true);
    },
    async close() {
      await context.close();
      await floor.close();
    },
  };
}
