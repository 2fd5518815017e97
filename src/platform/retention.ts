import { forgetFacts } from './outbox.ts';
import type { Periods } from './config.ts';
import type { Job } from './jobs.ts';
import { change } from './sql.ts';
import type { Work } from './work.ts';

/** Rows that are kept for a time and then removed, or made nobody's. */
export interface Kept {
  what: string;
  period: keyof Periods;
  /** Ends at most `limit` of those that were over before a moment. */
  end(work: Work, due: { before: Date; limit: number }): Promise<unknown>;
}

/** Rows of a kind at a time: some 50 ms of a transaction, 7 million a day. */
export const PORTION = 5000;
const DAY_MS = 86_400_000;

/** One round for each kind, in a transaction of its own: what cannot be ended does not keep the rest. */
export function retention(periods: Periods, kept: Kept[], consumers: string[]): Job[] {
  return [...keptHere(consumers), ...kept].map(({ what, period, end }) => ({
    name: `retention.${what}`,
    every_s: 60,
    run: async (work) => {
      await end(work, { before: new Date(work.at.getTime() - periods[period] * DAY_MS), limit: PORTION });
    },
  }));
}

/** The platform's own. */
function keptHere(consumers: string[]): Kept[] {
  return [
    {
      what: 'facts',
      period: 'facts_days',
      end: ({ tx }, due) => forgetFacts(tx, { ...due, consumers }),
    },
    {
      what: 'answers',
      period: 'answers_days',
      end: ({ tx }, due) =>
        change(
          tx,
          `DELETE FROM idempotency_key WHERE (actor_id, key) IN (
             SELECT actor_id, key FROM idempotency_key WHERE at < :before::timestamptz ORDER BY at LIMIT :limit)`,
          due,
        ),
    },
    {
      what: 'refusals',
      period: 'refusals_days',
      end: ({ tx }, due) =>
        change(
          tx,
          `DELETE FROM refused_request WHERE id IN (
             SELECT id FROM refused_request WHERE at < :before::timestamptz ORDER BY at LIMIT :limit)`,
          due,
        ),
    },
  ];
}
