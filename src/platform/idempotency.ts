import { sha256 } from './crypto.ts';
import { openSealed, sealForDay } from './dataKeys.ts';
import type { Database } from './database.ts';
import { done, refuse, toldOf, type Outcome, type Refusal } from './errors.ts';
import { change, maybe, one } from './sql.ts';
import { attempt, transact, type Occasion } from './transact.ts';
import type { Work } from './work.ts';

export interface Asked {
  key: string;
  route: string;
  input: unknown;
  /** The status of a success. */
  status: number;
  /** Called before the first answer is opened again. */
  replaying(work: Work): Promise<void>;
}

type Once =
  | { replayed: boolean; status: number; answer: unknown; refusal?: Refusal }
  | { replayed: false; status: undefined; outcome: Outcome<unknown> };

interface Kept {
  route: string;
  body_hash: string;
  status: number;
  answer: { sealed: string };
}

/**
 * Runs a verb once for (actor, key); the answer, refusals included, is kept in the same commit. A replay gets the first
 * answer; another body under the key is refused with `idempotency_key_reused`; a twin still running with
 * `idempotency_in_progress`, told apart by an advisory lock that ends with the transaction.
 */
export async function answerOnce(
  db: Database,
  occasion: Occasion,
  asked: Asked,
  verb: (work: Work) => Promise<Outcome<unknown>>,
): Promise<Once> {
  if (asked.key.length > 200) {
    return {
      replayed: false,
      status: undefined,
      outcome: refuse('idempotency_key_invalid', 'The key is too long', {
        status: 422,
        field: 'Idempotency-Key',
        expected: 'at most 200 characters',
      }),
    };
  }
  const actor = occasion.actor.userId;
  const bodyHash = sha256(JSON.stringify(asked.input));
  const outcome = await transact<Once>(db, occasion, async (work) => {
    const { free } = await one<{ free: boolean }>(
      work.tx,
      `SELECT pg_try_advisory_xact_lock(hashtextextended(:lock, 0)) AS free`,
      { lock: `idempotency ${actor} ${asked.key}` },
    );
    if (!free) return refuse('idempotency_in_progress', 'The same request is still running', { status: 409 });
    const kept = await maybe<Kept>(
      work.tx,
      `SELECT route, body_hash, status, answer FROM idempotency_key WHERE actor_id = :actor AND key = :key`,
      { actor, key: asked.key },
    );
    if (kept !== undefined) {
      if (kept.body_hash !== bodyHash || kept.route !== asked.route) {
        return refuse('idempotency_key_reused', 'The key was used for another request', { status: 422 });
      }
      await asked.replaying(work);
      const first = await openSealed(work.tx, `${actor} ${asked.key}`, kept.answer.sealed);
      if (first === undefined) return refuse('answer_erased', 'The first answer has been erased', { status: 410 });
      return done({ replayed: true, status: kept.status, answer: first.value });
    }
    const result = await attempt(work, verb);
    const { status, answer } = shaped(result, asked.status);
    // sealed, since an answer may hold an address that a driver is shown, or a code that enrols a device
    const sealed = await sealForDay(work, 'answer', `${actor} ${asked.key}`, answer);
    await change(
      work.tx,
      `INSERT INTO idempotency_key (actor_id, key, route, body_hash, status, answer, at)
       VALUES (:actor, :key, :route, :bodyHash, :status, :answer::jsonb, :at)`,
      {
        actor,
        key: asked.key,
        route: asked.route,
        bodyHash,
        status,
        answer: JSON.stringify({ sealed }),
        at: work.at,
      },
    );
    return done({ replayed: false, status, answer, ...(result.refused ? { refusal: result.refusal } : {}) });
  });
  return outcome.refused ? { replayed: false, status: undefined, outcome } : outcome.value;
}

function shaped(result: Outcome<unknown>, status: number): { status: number; answer: unknown } {
  if (!result.refused) return { status: result.status ?? status, answer: result.value ?? {} };
  return { status: result.refusal.status, answer: { error: toldOf(result.refusal) } };
}
