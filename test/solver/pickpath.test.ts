import { describe, expect, test } from 'vitest';
import { checkPickPath } from '../../solver/pickpath/check.ts';
import { tourLength, walk } from '../../solver/pickpath/cost.ts';
import { type PickPathProblem, type Place, readPickPath } from '../../solver/pickpath/problem.ts';
import { solvePickPath } from '../../solver/pickpath/solve.ts';
import { makeRng, type Rng } from '../../solver/shared/rng.ts';

/** Shortest closed walk over all orders of the places (Held and Karp). */
function shortest({ layout, depot }: PickPathProblem, places: Place[]): number {
  const n = places.length;
  const best = new Float64Array((1 << n) * n).fill(Infinity);
  places.forEach((place, i) => (best[(1 << i) * n + i] = walk(layout, depot, place)));
  for (let set = 1; set < 1 << n; set++)
    for (let last = 0; last < n; last++) {
      const length = best[set * n + last]!;
      if (length === Infinity) continue;
      for (let to = 0; to < n; to++) {
        if ((set >> to) & 1) continue;
        const cell = (set | (1 << to)) * n + to;
        best[cell] = Math.min(best[cell]!, length + walk(layout, places[last]!, places[to]!));
      }
    }
  return Math.min(...places.map((place, i) => best[((1 << n) - 1) * n + i]! + walk(layout, place, depot)));
}

function everyChoice(problem: PickPathProblem): number {
  let choices: Place[][] = [[]];
  for (const pick of problem.picks) choices = choices.flatMap((places) => pick.at.map((place) => [...places, place]));
  return Math.min(...choices.map((places) => shortest(problem, places)));
}

function warehouse(rng: Rng, blocks: number, picks: number, places: number): PickPathProblem {
  const crossY = [0];
  for (let b = 0; b < blocks; b++) crossY.push(crossY.at(-1)! + 4 + rng.int(8));
  const aisles = 2 + rng.int(5);
  const aisleX = Array.from({ length: aisles }, (_, a) => a * 3 + rng.int(2));
  const anywhere = (): Place => ({ aisle: rng.int(aisles), y: rng.int(crossY.at(-1)! + 1) });
  return {
    layout: { aisleX, crossY },
    depot: rng.int(3) === 0 ? anywhere() : { aisle: rng.int(aisles), y: 0 },
    picks: Array.from({ length: picks }, (_, id) => ({ id, at: Array.from({ length: places }, anywhere) })),
  };
}

describe('picker routing', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])('walks no longer than any other order, with %i blocks', (blocks) => {
    const rng = makeRng(blocks + 1);
    for (let i = 0; i < (blocks > 4 ? 5 : 25); i++) {
      const problem = warehouse(rng, blocks, 1 + rng.int(8), 1);
      const answer = solvePickPath(problem);
      expect(checkPickPath(problem, answer)).toEqual([]);
      expect(answer.length).toBeCloseTo(
        shortest(
          problem,
          problem.picks.map((pick) => pick.at[0]!),
        ),
        9,
      );
      expect(answer.proven).toBe(true);
    }
  });

  test('visits what lies beyond the outermost cross aisles', () => {
    const problem: PickPathProblem = {
      layout: { aisleX: [0, 5, 9], crossY: [2, 10] },
      depot: { aisle: 1, y: 0 },
      picks: [0, 1, 2].flatMap((aisle) => [-1, 12].map((y) => ({ id: `${aisle}/${y}`, at: [{ aisle, y }] }))),
    };
    const answer = solvePickPath(problem);
    expect(checkPickPath(problem, answer)).toEqual([]);
    expect(answer.length).toBeCloseTo(
      shortest(
        problem,
        problem.picks.map((pick) => pick.at[0]!),
      ),
      9,
    );
  });

  test('chooses among several places of an article as well as trying all choices does', () => {
    const rng = makeRng(7);
    let proven = 0;
    for (let i = 0; i < 30; i++) {
      const problem = warehouse(rng, 1 + (i % 3), 2 + rng.int(4), 3);
      const answer = solvePickPath(problem);
      const best = everyChoice(problem);
      expect(checkPickPath(problem, answer)).toEqual([]);
      expect(answer.length).toBeCloseTo(best, 9);
      proven += answer.proven ? 1 : 0;
    }
    expect(proven).toBeGreaterThan(0);
  });

  test('is never longer than the order given, even above seven cross aisles', () => {
    const problem = warehouse(makeRng(3), 9, 25, 1);
    const answer = solvePickPath(problem);
    expect(checkPickPath(problem, answer)).toEqual([]);
    expect(answer.proven).toBe(false);
    const asGiven = tourLength(
      problem.layout,
      problem.depot,
      problem.picks.map((pick) => pick.at[0]!),
    );
    expect(answer.length).toBeLessThan(0.7 * asGiven);
  });

  test('stays at the depot when there is nothing to pick', () => {
    expect(solvePickPath({ ...warehouse(makeRng(1), 1, 1, 1), picks: [] })).toEqual({
      length: 0,
      proven: true,
      visits: [],
    });
  });

  test('gives the same walk for the same seed', () => {
    const problem = warehouse(makeRng(11), 2, 20, 4);
    expect(solvePickPath(problem, { seed: 5 })).toEqual(solvePickPath(problem, { seed: 5 }));
  });

  test('names the field that is wrong', () => {
    const problem = warehouse(makeRng(1), 1, 2, 1);
    expect(() => readPickPath({ ...problem, depot: { aisle: 99, y: 0 } }, '')).toThrow(
      /depot\.aisle: got 99, expected an aisle below/,
    );
    expect(() => readPickPath({ ...problem, picks: [{ id: 1, at: [] }] }, '')).toThrow(
      /picks\[0\]\.at: got "0 elements"/,
    );
    expect(() => readPickPath({ ...problem, layout: { aisleX: [0], crossY: [4, 4] } }, '')).toThrow(
      /layout\.crossY\[1\]/,
    );
  });

  test('the check finds a visit left out and a length that is not walked', () => {
    const problem = warehouse(makeRng(2), 1, 5, 1);
    const answer = solvePickPath(problem);
    expect(checkPickPath(problem, { ...answer, visits: answer.visits.slice(1) })).toContainEqual(
      expect.stringMatching(/not visited/),
    );
    expect(checkPickPath(problem, { ...answer, length: answer.length - 1 })).toEqual([expect.stringMatching(/says/)]);
  });
});
