import type { Database } from './database.ts';
import { done, type Outcome } from './errors.ts';
import { transact, wallOf, type Occasion } from './transact.ts';
import type { Work } from './work.ts';

/** One of those that a set form answers; their works share the transaction and the facts. */
export interface Asked<I> {
  work: Work;
  input: I;
}

/** A verb that answers many at once, each for itself: one that is refused takes nothing from the others. */
export type SetVerb<I, T> = (asked: Asked<I>[]) => Promise<Outcome<T>[]>;

/** Those of one transaction: 50 to 200 are measured to be the best for a row that all of them want. */
const MOST = 200;

/** A value or a row of one of them that the database does not take; any other fault would meet each of them, too. */
const ITS_OWN = /^2[23]/;

interface Waiting<I, T> {
  occasion: Occasion;
  input: I;
  answer(outcome: Outcome<T>): void;
  fail(error: unknown): void;
}

/**
 * Whoever comes while a transaction of this kind runs waits for it, and all who wait go together in the next one: a row
 * that everybody wants is locked once for all of them, and one commit carries them. Alone nobody waits. A seller's go
 * behind the seller's wall, apart from others'.
 */
export function gather<I, T>(db: Database, verb: SetVerb<I, T>) {
  const lines = new Map<string, Waiting<I, T>[]>();

  async function run(group: Waiting<I, T>[]): Promise<void> {
    try {
      const first = group[0]!.occasion;
      const outcomes = await transact(db, first, async (work) =>
        done(
          await verb(
            group.map(({ occasion, input }) => ({
              work: { ...occasion, tx: work.tx, facts: work.facts },
              input,
            })),
          ),
        ),
      );
      if (outcomes.refused) throw new Error('a set is answered one by one');
      group.forEach(({ answer }, at) => answer(outcomes.value[at]!));
    } catch (error) {
      const oneOfThem = group.length > 1 && ITS_OWN.test((error as { code?: string }).code ?? '');
      if (oneOfThem) for (const alone of group) await run([alone]);
      else for (const { fail } of group) fail(error);
    }
  }

  async function go(wall: string, line: Waiting<I, T>[]): Promise<void> {
    while (line.length > 0) await run(line.splice(0, MOST));
    lines.delete(wall);
  }

  return (occasion: Occasion, input: I): Promise<Outcome<T>> =>
    new Promise((answer, fail) => {
      const wall = wallOf(occasion) ?? '';
      const waiting = { occasion, input, answer, fail };
      const line = lines.get(wall);
      if (line !== undefined) {
        line.push(waiting);
        return;
      }
      const own = [waiting];
      lines.set(wall, own);
      void go(wall, own);
    });
}
