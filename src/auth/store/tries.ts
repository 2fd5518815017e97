import { change, maybe } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface Tries {
  /** Wrong ones in a row. */
  failed: number;
  lockedUntil: Date | null;
}

interface Counting {
  subject: string;
  each: number;
  rests_s: readonly number[];
  most: number | undefined;
}

/**
 * Counts a try before it is judged, so that of any number at once no more are judged than one after another would be; with
 * each so many-th comes a rest. @returns the count with this one, or nothing where no more may be made now
 */
export async function countTry(work: Work, counting: Counting): Promise<number | undefined> {
  const row = await maybe<{ failed: number }>(
    work.tx,
    `INSERT INTO pin_try AS t (subject, failed, at) VALUES (:subject, 1, :at::timestamptz)
     ON CONFLICT (subject) DO UPDATE
        SET failed = t.failed + 1, at = excluded.at,
            locked_until = CASE WHEN (t.failed + 1) % :each::int = 0 THEN excluded.at + make_interval(secs =>
              (:rests::int[])[least((t.failed + 1) / :each::int, cardinality(:rests::int[]))]) END
      WHERE (t.locked_until IS NULL OR t.locked_until <= excluded.at)
        AND (:most::int IS NULL OR t.failed < :most::int)
     RETURNING failed`,
    {
      subject: counting.subject,
      each: counting.each,
      rests: [...counting.rests_s],
      most: counting.most,
      at: work.at,
    },
  );
  return row?.failed;
}

export async function triesOf(tx: Tx, subject: string): Promise<Tries> {
  const row = await maybe<Tries>(
    tx,
    `SELECT failed, locked_until AS "lockedUntil" FROM pin_try WHERE subject = :subject`,
    { subject },
  );
  return row ?? { failed: 0, lockedUntil: null };
}

export async function forgetTries(work: Work, subjects: string[]): Promise<void> {
  await change(
    work.tx,
    `UPDATE pin_try SET failed = 0, locked_until = NULL, at = :at
      WHERE subject = ANY(:subjects::text[]) AND failed > 0`,
    { subjects, at: work.at },
  );
}

/** Forgets counts that nobody has added to since a moment. */
export function dropTries(tx: Tx, due: { before: Date; limit: number }): Promise<number> {
  return change(
    tx,
    `DELETE FROM pin_try WHERE subject IN (
       SELECT subject FROM pin_try WHERE at < :before::timestamptz ORDER BY at LIMIT :limit)`,
    due,
  );
}

/** Forgets all but the latest so many counts for what nobody has. */
export function dropStrangers(tx: Tx, most: number): Promise<number> {
  return change(
    tx,
    `DELETE FROM pin_try WHERE subject IN (
       SELECT subject FROM pin_try WHERE subject LIKE 'nobody %' ORDER BY at DESC OFFSET :most::int)`,
    { most },
  );
}
