import { sha256 } from './crypto.ts';
import { dayKey, openSealed, sealWith } from './dataKeys.ts';
import type { Database } from './database.ts';
import { done, refuse, toldOf, type Outcome, type Refusal } from './errors.ts';
import type { Asked, SetVerb } from './gather.ts';
import { rows, send } from './sql.ts';
import { attempt, transact, type Occasion } from './transact.ts';
import type { Tx, Work } from './work.ts';

/** A request under a key. */
export interface Keyed {
  key: string;
  route: string;
  input: unknown;
  /** The status of a success. */
  status: number;
}

/** What is answered now and whenever the same is asked again. */
export interface Once {
  replayed: boolean;
  status: number;
  answer: unknown;
  /** Of the first time. */
  refusal?: Refusal;
}

/** A key that is held while its verb works has no answer yet. */
export interface Kept {
  route: string;
  bodyHash: string;
  status: number | null;
  answer: { sealed: string } | null;
}

/** Runs a verb once for (actor, key), in a transaction of its own. */
export async function answerOnce(
  db: Database,
  occasion: Occasion,
  asked: Keyed,
  verb: (work: Work) => Promise<Outcome<unknown>>,
): Promise<Outcome<Once>> {
  const alone = answerEachOnce(async ([one]) => [await attempt(one!.work, verb)]);
  return transact(db, occasion, async (work) => (await alone([{ work, input: asked }]))[0]!);
}

/**
 * The set form of a verb, once for each (actor, key); the answers, refusals included, are kept in the same commit. A replay
 * gets the first answer; another body under the key is refused with `idempotency_key_reused`; a twin still running in
 * another transaction with `idempotency_in_progress`, told apart by an advisory lock that ends with it.
 */
export function answerEachOnce(verb: SetVerb<unknown, unknown>): SetVerb<Keyed, Once> {
  return async (asked) => {
    const [{ work }] = asked as [Asked<Keyed>];
    const firsts = new Map<string, Asked<Keyed>>();
    for (const one of asked) if (!firsts.has(idOf(one))) firsts.set(idOf(one), one);
    const ones = [...firsts.values()];
    // each sees what was committed when it ran: whoever gets the lock reads what its last holder wrote
    const [free, kept] = await Promise.all([lock(work.tx, ones), keptOf(work.tx, ones)]);
    const answers = new Map<string, Outcome<Once>>();
    const fresh: Asked<Keyed>[] = [];
    for (const one of ones) {
      const id = idOf(one);
      const first = kept.get(id);
      if (isTooLong(one.input)) answers.set(id, TOO_LONG);
      else if (!free.has(id)) answers.set(id, IN_PROGRESS);
      else if (first !== undefined) answers.set(id, await again(work.tx, one, first));
      else fresh.push(one);
    }
    if (fresh.length > 0) {
      const outcomes = await verb(fresh.map(({ work, input }) => ({ work, input: input.input })));
      const made = fresh.map(({ input }, at) => shaped(outcomes[at]!, input.status));
      for (const [at, one] of fresh.entries()) answers.set(idOf(one), done(made[at]!));
      await keep(work, fresh, made);
    }
    return asked.map((one) => asTwin(one, firsts.get(idOf(one))!, answers.get(idOf(one))!));
  };
}

/** What the first of one run was answered, to another of the same run. */
function asTwin(one: Asked<Keyed>, first: Asked<Keyed>, answer: Outcome<Once>): Outcome<Once> {
  if (one === first || answer.refused) return answer;
  if (!isSame(one.input, { ...first.input, bodyHash: bodyHash(first.input.input) })) return REUSED;
  return done({ replayed: true, status: answer.value.status, answer: answer.value.answer });
}

const MOST_LETTERS = 200;
export const isTooLong = ({ key }: Keyed): boolean => key.length > MOST_LETTERS;
export const TOO_LONG = refuse('idempotency_key_invalid', 'The key is too long', {
  status: 422,
  field: 'Idempotency-Key',
  expected: `at most ${MOST_LETTERS} characters`,
});
export const IN_PROGRESS = refuse('idempotency_in_progress', 'The same request is still running', { status: 409 });
const REUSED = refuse('idempotency_key_reused', 'The key was used for another request', { status: 422 });
const ERASED = refuse('answer_erased', 'The first answer has been erased', { status: 410 });

/** Who asks, and what. */
interface Asker {
  work: Pick<Work, 'actor'>;
  input: Keyed;
}

export const idOf = ({ work, input }: Asker): string => `${work.actor.userId} ${input.key}`;
export const bodyHash = (input: unknown): string => sha256(JSON.stringify(input));
const isSame = (asked: Keyed, first: Pick<Kept, 'route' | 'bodyHash'>) =>
  asked.route === first.route && bodyHash(asked.input) === first.bodyHash;

/** @returns those that nobody else has */
async function lock(tx: Tx, asked: Asked<Keyed>[]): Promise<Set<string>> {
  const free = await rows<{ id: string }>(
    tx,
    `SELECT id FROM unnest(:ids::text[]) AS k(id) WHERE pg_try_advisory_xact_lock(hashtextextended('idempotency ' || id, 0))`,
    { ids: asked.map(idOf) },
  );
  return new Set(free.map(({ id }) => id));
}

export async function keptOf(tx: Tx, asked: Asker[]): Promise<Map<string, Kept>> {
  const kept = await rows<Kept & { id: string }>(
    tx,
    `SELECT actor_id || ' ' || key AS id, route, body_hash AS "bodyHash", status, answer FROM idempotency_key
      WHERE (actor_id, key) IN (SELECT * FROM unnest(:actors::uuid[], :keys::text[]))`,
    { actors: asked.map(({ work }) => work.actor.userId), keys: asked.map(({ input }) => input.key) },
  );
  return new Map(kept.map((one) => [one.id, one]));
}

/** The first answer to one that is asked again. */
export async function again(tx: Tx, asked: Asker, kept: Kept): Promise<Outcome<Once>> {
  const { status, answer } = kept;
  if (!isSame(asked.input, kept)) return REUSED;
  if (status === null || answer === null) return IN_PROGRESS;
  const first = await openSealed(tx, 'answer', idOf(asked), answer.sealed);
  return first === undefined ? ERASED : done({ replayed: true, status, answer: first.value });
}

export function shaped(outcome: Outcome<unknown>, status: number): Once {
  if (!outcome.refused) return { replayed: false, status: outcome.status ?? status, answer: outcome.value ?? {} };
  const { refusal } = outcome;
  return { replayed: false, status: refusal.status, answer: { error: toldOf(refusal) }, refusal };
}

/** Sealed, since an answer may hold a code that enrols a device, or what somebody wrote. */
async function keep(work: Work, asked: Asked<Keyed>[], made: Once[]): Promise<void> {
  const key = await dayKey(work, 'answer');
  const kept = asked.map((one, at) => ({
    actor_id: one.work.actor.userId,
    key: one.input.key,
    route: one.input.route,
    body_hash: bodyHash(one.input.input),
    status: made[at]!.status,
    answer: { sealed: sealWith(key, idOf(one), made[at]!.answer) },
    at: one.work.at,
  }));
  send(
    work.tx,
    `INSERT INTO idempotency_key (actor_id, key, route, body_hash, status, answer, at)
     SELECT k.* FROM jsonb_to_recordset(:kept::jsonb)
       AS k(actor_id uuid, key text, route text, body_hash text, status int, answer jsonb, at timestamptz)`,
    { kept: JSON.stringify(kept) },
  );
}
