import type { Database } from './database.ts';
import { dayKey, sealWith } from './dataKeys.ts';
import { done, RefusedError, type Done, type Outcome } from './errors.ts';
import {
  again,
  bodyHash,
  idOf,
  IN_PROGRESS,
  isTooLong,
  keptOf,
  shaped,
  TOO_LONG,
  type Keyed,
  type Once,
} from './idempotency.ts';
import { newId } from './ids.ts';
import { change, maybe } from './sql.ts';
import { transact, type Occasion } from './transact.ts';
import type { UnderKey, Work } from './work.ts';

/** An attempt is taken for dead after this: twice what the longest search may take. By the database's clock. */
const ALIVE_S = 120;

/** Who holds a key. */
interface Hold {
  heldBy: string;
  makesId: string;
  isTakenOver: boolean;
}

/**
 * Runs a verb with transactions of its own once for (actor, key), holding no connection while it works: the key is held in a
 * commit before it, and the answer is kept in the commit of its effect (`conclude`), else after it. Twins are refused as
 * those of any verb are; a key whose attempt failed is free at once, one whose process died when its time is over.
 */
export async function answerApart(
  db: Database,
  occasion: Occasion,
  input: Keyed,
  verb: (work: Work) => Promise<Outcome<unknown>>,
): Promise<Outcome<Once>> {
  if (isTooLong(input)) return TOO_LONG;
  const asked = { work: occasion, input };
  const hold = await holdKey(db, asked);
  if (hold === undefined) {
    const kept = (await keptOf(db, [asked])).get(idOf(asked));
    // gone since: its period was over
    return kept === undefined ? IN_PROGRESS : again(db, asked, kept);
  }
  let concluded: { outcome: Outcome<unknown>; once: Once } | undefined;
  const keep = async (work: Work, outcome: Outcome<unknown>) => {
    const once = shaped(outcome, input.status);
    concluded = { outcome, once };
    return keepHeld(work, asked, hold, once);
  };
  const underKey: UnderKey = { ...hold, keep: (work: Work, outcome: Done<unknown>) => keep(work, outcome) };
  try {
    const outcome = await verb({ ...occasion, tx: db, facts: [], underKey }).catch(asRefused);
    if (outcome === concluded?.outcome) return done(concluded.once);
    // behind no wall: a seller's role adds answers and changes none
    return await transact(db, { ...occasion, open: true }, async (work) =>
      (await keep(work, outcome)) ? done(concluded!.once) : IN_PROGRESS,
    );
  } catch (error) {
    await letGo(db, asked, hold).catch(() => {});
    throw error;
  }
}

/** The last transaction of a verb with transactions of its own, whose outcome is the verb's: a key's answer is kept with it. */
export function conclude<T>(
  work: Work & Pick<Occasion, 'open'>,
  verb: (work: Work) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { underKey, ...occasion } = work;
  return transact(work.tx as Database, occasion, async (work) => {
    const outcome = await verb(work);
    if (outcome.refused || underKey === undefined) return outcome;
    return (await underKey.keep(work, outcome)) ? outcome : IN_PROGRESS;
  });
}

function asRefused(error: unknown): Outcome<never> {
  if (error instanceof RefusedError) return { refused: true, refusal: error.refusal };
  throw error;
}

interface Asked {
  work: Occasion;
  input: Keyed;
}

/** @returns nothing where it is held by another or has been answered */
function holdKey(db: Database, { work, input }: Asked): Promise<Hold | undefined> {
  return maybe<Hold>(
    db,
    `INSERT INTO idempotency_key AS k (actor_id, key, route, body_hash, at, held_by, held_until, makes_id)
     VALUES (:actor, :key, :route, :bodyHash, :at, :id::uuid, clock_timestamp() + make_interval(secs => :alive_s), :id::uuid)
     ON CONFLICT (actor_id, key) DO UPDATE SET held_by = EXCLUDED.held_by, held_until = EXCLUDED.held_until
      WHERE k.held_until <= clock_timestamp() AND k.route = EXCLUDED.route AND k.body_hash = EXCLUDED.body_hash
     RETURNING held_by AS "heldBy", makes_id AS "makesId", held_by <> makes_id AS "isTakenOver"`,
    {
      actor: work.actor.userId,
      key: input.key,
      route: input.route,
      bodyHash: bodyHash(input.input),
      at: work.at,
      id: newId(),
      alive_s: ALIVE_S,
    },
  );
}

/** @returns whether this attempt still held it */
async function keepHeld(work: Work, asked: Asked, { heldBy }: Hold, { status, answer }: Once): Promise<boolean> {
  const sealed = sealWith(await dayKey(work, 'answer'), idOf(asked), answer);
  const kept = await change(
    work.tx,
    `UPDATE idempotency_key
        SET status = :status, answer = :answer::jsonb, held_by = NULL, held_until = NULL, makes_id = NULL
      WHERE actor_id = :actor::uuid AND key = :key AND held_by = :heldBy::uuid`,
    {
      status,
      answer: JSON.stringify({ sealed }),
      actor: asked.work.actor.userId,
      key: asked.input.key,
      heldBy,
    },
  );
  return kept === 1;
}

/** After a fault the same is done as soon as it is asked for again. */
function letGo(db: Database, { work, input }: Asked, { heldBy }: Hold): Promise<number> {
  return change(
    db,
    `UPDATE idempotency_key SET held_until = clock_timestamp()
      WHERE actor_id = :actor::uuid AND key = :key AND held_by = :heldBy::uuid`,
    { actor: work.actor.userId, key: input.key, heldBy },
  );
}
