import { wrapRecipientsAnew } from '../../orders/index.ts';
import { retireKeys, rewrapDataKeys } from '../../platform/dataKeys.ts';
import type { Database } from '../../platform/database.ts';
import { done } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { wrappingKey, wrappingKeys } from '../../platform/secret.ts';
import { maybe, one } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import { system, type Work } from '../../platform/work.ts';

export interface Rotated {
  /** Recipients and keys of days that were wrapped by the present key. */
  wrapped: number;
  /** Recipients of the first layout that got a key of their own. */
  upgraded: number;
  portions: number;
}

export interface Pace {
  /** Recipients in one transaction. */
  portion?: number;
  /** Called after each portion has been committed. */
  progress?: (so: Rotated) => void;
}

/** Others wait as long as this does: it asks for a moment, lets them by, and asks again, two minutes at most. */
const WAIT_MS = 250;
const REST_MS = 750;
const TRIES = 120;
const PORTION = 500;

export class RotationError extends Error {
  override name = 'RotationError';
}

function within<T>(db: Database, run: (work: Work) => Promise<T>): Promise<T> {
  const occasion = { actor: system, at: new Date(), id: newId() };
  return transact(db, occasion, async (work) => done(await run(work))).then((outcome) => {
    if (outcome.refused) throw new RotationError(outcome.refusal.message);
    return outcome.value;
  });
}

/**
 * Wraps every key anew by the present wrapping key, while the app runs: the others are retired first, so that no process
 * wraps anything more by them, then what they wrapped is gone through in portions. What the keys seal is not touched,
 * but for recipients of the first layout. Cut at any moment it is run again. At the end nothing needs the other keys.
 */
export async function rotate(db: Database, { portion = PORTION, progress }: Pace = {}): Promise<Rotated> {
  await retireOthers(db);
  const so: Rotated = { wrapped: 0, upgraded: 0, portions: 0 };
  const note = (wrapped: number, upgraded: number) => {
    so.wrapped += wrapped;
    so.upgraded += upgraded;
    so.portions += 1;
    progress?.(so);
  };
  let after: Awaited<ReturnType<typeof wrapRecipientsAnew>>['after'];
  do {
    const part = await within(db, (work) => wrapRecipientsAnew(work, after, portion));
    after = part.after;
    note(part.wrapped, part.upgraded);
  } while (after !== undefined);
  for (;;) {
    const wrapped = await within(db, (work) => rewrapDataKeys(work.tx, portion));
    if (wrapped === 0) break;
    note(wrapped, 0);
  }
  const left = await leftUnderOthers(db);
  if (left > 0) throw new RotationError(`${left} keys are still wrapped by another key: run it again`);
  return so;
}

/**
 * The lock waits for those who are writing with an old key now and holds off the next ones until they see that it is
 * retired; it is given up and asked for again, so that a long transaction stops nobody.
 */
async function retireOthers(db: Database): Promise<void> {
  const [present, ...others] = wrappingKeys().map(({ keyId }) => keyId);
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(db, async (work) => {
        if (await maybe(work.tx, `SELECT 1 FROM retired_key WHERE key_id = :present`, { present })) {
          throw new RotationError(`the present key ${present} has been retired: make a new one`);
        }
        await work.tx.raw(`SET LOCAL lock_timeout = ${WAIT_MS}`);
        await work.tx.raw(`LOCK TABLE recipient, data_key IN SHARE MODE`);
        const keyIds = others.filter((keyId) => keyId !== present);
        await retireKeys(work, [...keyIds, ...(await keysInUse(work)).filter((keyId) => keyId !== present)]);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03' || attempt === TRIES) throw error;
      await new Promise((rest) => setTimeout(rest, REST_MS));
    }
  }
}

async function keysInUse({ tx }: Work): Promise<string[]> {
  const { keyIds } = await one<{ keyIds: string[] }>(
    tx,
    `SELECT coalesce(array_agg(DISTINCT key_id), '{}') AS "keyIds"
       FROM (SELECT key_id FROM recipient WHERE key_id IS NOT NULL UNION ALL SELECT key_id FROM data_key) x`,
  );
  return keyIds;
}

/** How many keys something else than the present key wraps, recipients of the first layout among them. */
export async function leftUnderOthers(db: Database): Promise<number> {
  const { left } = await one<{ left: number }>(
    db,
    `SELECT (SELECT count(*) FROM recipient WHERE erased_at IS NULL AND key_id IS DISTINCT FROM :keyId)
          + (SELECT count(*) FROM data_key WHERE key_id <> :keyId) AS left`,
    { keyId: wrappingKey().keyId },
  );
  return left;
}
