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

/** Those of one run: 50 to 200 are measured to be the best for a row that all of them want. */
const MOST = 200;

/** Thrown where the effects of several cannot be told apart, or one is refused after others have written: all is undone. */
export class Apart extends Error {}

/** The database is away or has no room: that meets each of them, too. Any other fault may be one's own. */
const OF_ALL = /^(08|53|57P|58|XX|E[A-Z]+$)/;

const meetsAll = (error: unknown) => OF_ALL.test((error as { code?: string }).code ?? '');

/**
 * Whoever comes while a run is under way waits for it, and all who wait go together in the next one. Alone nobody waits but
 * for those who come in the same turn of the event loop; and nobody is answered by a run that began before he came. `run`
 * answers each by a call that returns or throws.
 */
export function together<I, O>(run: (items: I[]) => Promise<(() => O)[]>): (item: I) => Promise<O> {
  interface Waiting {
    item: I;
    answer(of: () => O): void;
    fail(error: unknown): void;
  }
  const waiting: Waiting[] = [];
  let running = false;

  async function go(): Promise<void> {
    running = true;
    // who was answered and asks again goes along with those who came meanwhile
    for (await turn(); waiting.length > 0; await turn()) {
      const group = waiting.splice(0, MOST);
      try {
        const answers = await run(group.map(({ item }) => item));
        group.forEach(({ answer }, at) => answer(answers[at]!));
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    running = false;
  }

  return (item) =>
    new Promise<() => O>((answer, fail) => {
      waiting.push({ item, answer, fail });
      if (!running) void go();
    }).then((of) => of());
}

/**
 * The requests of one kind that come at the same moment, in one transaction: a row that everybody wants is locked once for
 * all of them, and one commit carries them. A seller's go behind the seller's wall, apart from others'.
 */
export function gather<I, T>(db: Database, verb: SetVerb<I, T>) {
  type Request = { occasion: Occasion; input: I };

  async function run(group: Request[]): Promise<(() => Outcome<T>)[]> {
    try {
      const outcomes = await transact(db, group[0]!.occasion, async (work) => {
        const asked = group.map(({ occasion, input }) => ({
          work: { ...occasion, tx: work.tx, facts: work.facts },
          input,
        }));
        return done(await verb(asked));
      });
      if (outcomes.refused) {
        if (group.length > 1) throw new Apart();
        return [() => outcomes];
      }
      return outcomes.value.map((outcome) => () => outcome);
    } catch (error) {
      if (group.length === 1) return [thrown(error)];
      if (meetsAll(error)) throw error;
      const answers: (() => Outcome<T>)[] = [];
      for (const alone of group) answers.push(...(await run([alone]).catch((fault: unknown) => [thrown(fault)])));
      return answers;
    }
  }

  const lines = new Map<string, (request: Request) => Promise<Outcome<T>>>();
  return (occasion: Occasion, input: I): Promise<Outcome<T>> => {
    const wall = wallOf(occasion) ?? '';
    const line = lines.get(wall) ?? together(run);
    lines.set(wall, line);
    return line({ occasion, input });
  };
}

const turn = () => new Promise(setImmediate);

/** The one form of a verb that answers many. */
export async function alone<I, T>(verb: SetVerb<I, T>, work: Work, input: I): Promise<Outcome<T>> {
  const [outcome] = await verb([{ work, input }]);
  return outcome!;
}

const thrown = (error: unknown) => (): never => {
  throw error;
};
