import { change } from '../../platform/sql.ts';
import type { Work } from '../../platform/work.ts';

export function keepLanguage(work: Work, language: 'ko' | 'en'): Promise<number> {
  return change(work.tx, `UPDATE user_account SET language = :language WHERE user_id = :userId::uuid`, {
    language,
    userId: work.actor.userId,
  });
}
