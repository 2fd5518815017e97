import { done } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { SetLanguage } from './schema.ts';
import { keepLanguage } from './store.ts';

/** The language that every screen speaks to this person from now on, on whatever device. */
export async function setLanguage(work: Work, { language }: SetLanguage) {
  await keepLanguage(work, language);
  return done({ language });
}
