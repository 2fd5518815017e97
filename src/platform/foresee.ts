import { done, RefusedError, type Outcome } from './errors.ts';
import type { Fact, Work } from './work.ts';

class Foreseen extends Error {}

/**
 * Does a part of a transaction, keeps what it answers and the facts that it told, and undoes all of it: nobody tells better what a verb
 * would do than the verb. What it locks stays locked until the transaction ends.
 */
export async function foresee<T>(
  work: Work,
  part: (work: Work) => Promise<Outcome<T>>,
): Promise<Outcome<{ value: T; facts: Fact[] }>> {
  const told = work.facts.length;
  let seen: Outcome<{ value: T; facts: Fact[] }> | undefined;
  try {
    await work.tx.transaction(async (tx) => {
      const outcome = await part({ ...work, tx });
      seen = outcome.refused ? outcome : done({ value: outcome.value, facts: work.facts.slice(told) });
      throw new Foreseen('seen, and undone');
    });
  } catch (error) {
    if (error instanceof RefusedError) seen = { refused: true, refusal: error.refusal };
    else if (!(error instanceof Foreseen)) throw error;
  }
  work.facts.length = told;
  return seen!;
}
