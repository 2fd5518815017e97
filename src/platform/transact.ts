import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database.ts';
import { done, FirstError, type Outcome, RefusedError, wasOvertaken } from './errors.ts';
import { drawBelow } from './ids.ts';
import { retries } from './metrics.ts';
import { ring, writeFacts } from './outbox.ts';
import { send } from './sql.ts';
import { inTransaction } from './transaction.ts';
import type { Actor, Fact, Tx, Work } from './work.ts';

export interface Occasion {
  actor: Actor;
  at: Date;
  id: string;
  /** At doors for anyone, where a seller's token opens no more and no less than none. */
  open?: true;
}

/** A unique key that a twin took meanwhile: run again, the verb sees the twin's row. */
const TAKEN = '23505';
/**
 * How often a verb is begun again. Of 94 that others overtook in a storm of holds, waves and baskets of three items, 19 were
 * overtaken twice, five three times and one four times.
 */
const AGAIN = { taken: 3, overtaken: 10 };
/** Before each next try a random part of this, doubled each time up to the longest: who met once is not to meet again. */
const PAUSE_MS = { first: 2, longest: 64 };
/** Things that a verb may find to be done before it, one after the other. */
const FIRSTS = 10;

/** Whose wall a transaction stands behind: staff and the system stand behind nobody's. */
export function wallOf({ actor, open }: Occasion): string | undefined {
  return open === true ? undefined : actor.sellerId;
}

/** From here to its end the transaction is the seller's role, which sees and writes what is this seller's alone. */
function standBehind(tx: Tx, seller: string): void {
  send(
    tx,
    `SELECT set_config('role', current_setting('daybreak.seller_role'), true),
            set_config('daybreak.seller', :seller, true)`,
    { seller },
  );
}

/**
 * One transaction for one verb. A refusal rolls everything back and is answered; what another transaction caused is run
 * again, before anybody hears of it; what the verb wants done first is done, and it begins anew.
 */
export async function transact<T>(
  db: Database,
  occasion: Occasion,
  verb: (work: Work) => Promise<Outcome<T>>,
  { readOnly = false } = {},
): Promise<Outcome<T>> {
  const wall = wallOf(occasion);
  let [firsts, agains] = [0, 0];
  for (;;) {
    try {
      const facts: Fact[] = [];
      const outcome = await inTransaction(db, readOnly ? 'BEGIN READ ONLY' : 'BEGIN', async (tx) => {
        if (wall !== undefined) standBehind(tx, wall);
        const work: Work = { ...occasion, tx, facts };
        const outcome = await verb(work);
        if (outcome.refused) throw new RefusedError(outcome.refusal);
        writeFacts(work);
        return outcome;
      });
      ring(facts);
      return outcome;
    } catch (error) {
      if (error instanceof RefusedError) return { refused: true, refusal: error.refusal };
      if (error instanceof FirstError && firsts < FIRSTS) {
        firsts += 1;
        while (await moreFirst(db, occasion, error));
        continue;
      }
      const { code: sqlstate = '' } = error as { code?: string };
      const most = wasOvertaken(error) ? AGAIN.overtaken : sqlstate === TAKEN ? AGAIN.taken : 0;
      if (agains >= most) throw error;
      retries.inc({ sqlstate });
      await pause(drawBelow(Math.min(PAUSE_MS.first * 2 ** agains, PAUSE_MS.longest)));
      agains += 1;
    }
  }
}

async function moreFirst(db: Database, occasion: Occasion, { first }: FirstError): Promise<boolean> {
  const outcome = await transact(db, occasion, async (work) => done(await first(work)));
  return !outcome.refused && outcome.value;
}

/** Runs a part of a transaction that may be refused without giving up the whole: its effects and facts are undone. */
export async function attempt<T>(work: Work, part: (work: Work) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const told = work.facts.length;
  try {
    return await work.tx.transaction(async (tx) => {
      const outcome = await part({ ...work, tx });
      if (outcome.refused) throw new RefusedError(outcome.refusal);
      return outcome;
    });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    work.facts.length = told;
    return { refused: true, refusal: error.refusal };
  }
}
