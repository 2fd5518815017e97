import { makeRandom } from '../../src/commands/day/random.ts';

/** Runs all of them, so many at once, in an order that the seed decides. */
export async function rush<T>(asked: (() => Promise<T>)[], { atOnce, seed }: { atOnce: number; seed: number }) {
  const random = makeRandom(seed);
  const queue = asked.map((ask) => ({ ask, at: random.float() })).sort((a, b) => a.at - b.at);
  const answers: T[] = [];
  const window = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) answers.push(await next.ask());
  };
  await Promise.all(Array.from({ length: atOnce }, window));
  return answers;
}
