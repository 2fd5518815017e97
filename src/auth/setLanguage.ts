import { conclude } from '../platform/answerApart.ts';
import { done } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { SetLanguage } from './schema.ts';
import { keepLanguage } from './store.ts';

/** The language that every screen speaks to this person from now on, on whatever device. */
export async function setLanguage(work: Work, { language }: SetLanguage) {
  // a seller's role may not write accounts
  return conclude({ ...work, open: true }, async (work) => {
    await keepLanguage(work, language);
    return done({ language });
  });
}
