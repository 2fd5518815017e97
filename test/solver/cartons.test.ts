import { describe, expect, test } from 'vitest';
import { checkCartons } from '../../solver/cartons/check.ts';
import { type CartonsProblem, type Edges, readCartons } from '../../solver/cartons/problem.ts';
import { solveCartons } from '../../solver/cartons/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';

const small = { id: 'small', inner: [200, 150, 100] as Edges, maxWeight_g: 5000, tare_g: 100 };
const large = { id: 'large', inner: [400, 300, 200] as Edges, maxWeight_g: 20_000, tare_g: 300 };
const item = (id: string, size: Edges, quantity: number, more: { weight_g?: number; vertical?: Edges } = {}) => ({
  id,
  size,
  vertical: more.vertical ?? ([1, 1, 1] as Edges),
  weight_g: more.weight_g ?? 100,
  quantity,
});

const packed = (problem: CartonsProblem): string[] => {
  const answer = solveCartons(problem);
  expect(checkCartons(problem, answer)).toEqual([]);
  expect(answer.unpacked).toEqual([]);
  return answer.cartons.map((carton) => String(carton.id));
};

describe('cartons', () => {
  test('fills a carton to the last millimetre when the goods allow it', () => {
    expect(packed({ cartons: [small, large], items: [item('brick', [100, 75, 50], 8)] })).toEqual(['small']);
    expect(packed({ cartons: [small, large], items: [item('brick', [100, 75, 50], 9)] })).toEqual(['large']);
    expect(packed({ cartons: [large], items: [item('brick', [100, 75, 50], 128)] })).toEqual(['large', 'large']);
  });

  test('cuts a carton into odd pieces and finds them together again', () => {
    const rng = makeRng(5);
    let together = 0;
    for (let i = 0; i < 20; i++) {
      let pieces: Edges[] = [[200, 150, 100]];
      for (let cut = 0; cut < 5; cut++) {
        const piece = pieces.splice(rng.int(pieces.length), 1)[0]!;
        const axis = piece.indexOf(Math.max(...piece));
        const at = 1 + rng.int(piece[axis]! - 1);
        const [low, high] = [[...piece], [...piece]] as [Edges, Edges];
        low[axis] = at;
        high[axis] = piece[axis]! - at;
        pieces = [...pieces, low, high];
      }
      const problem = { cartons: [small], items: pieces.map((size, p) => item(`p${p}`, size, 1)) };
      const answer = solveCartons(problem);
      expect(checkCartons(problem, answer)).toEqual([]);
      expect(answer.unpacked).toEqual([]);
      together += answer.cartons.length === 1 ? 1 : 0;
    }
    expect(together).toBeGreaterThanOrEqual(15);
  });

  test('keeps a carton within its weight, its own included', () => {
    expect(packed({ cartons: [small], items: [item('lead', [50, 50, 50], 4, { weight_g: 2450 })] })).toEqual([
      'small',
      'small',
    ]);
    expect(packed({ cartons: [small], items: [item('lead', [50, 50, 50], 4, { weight_g: 2451 })] })).toHaveLength(4);
  });

  test('keeps flat what must lie flat', () => {
    const tray = item('tray', [190, 90, 20], 1);
    expect(packed({ cartons: [{ ...small, inner: [95, 25, 195] }], items: [tray] })).toEqual(['small']);
    const flat = {
      cartons: [{ ...small, inner: [95, 25, 195] as Edges }],
      items: [{ ...tray, vertical: [0, 0, 1] as Edges }],
    };
    expect(solveCartons(flat)).toEqual({ cartons: [], unpacked: [{ id: 'tray', quantity: 1 }] });
  });

  test('never floats, overlaps or loses a unit, whatever the order', () => {
    const rng = makeRng(9);
    for (let i = 0; i < 60; i++) {
      const items = Array.from({ length: 1 + rng.int(6) }, (_, n) =>
        item(`i${n}`, [10 + rng.int(200), 10 + rng.int(150), 5 + rng.int(120)], 1 + rng.int(5), {
          weight_g: rng.int(2000),
          vertical: rng.int(2) ? [1, 1, 1] : [0, 0, 1],
        }),
      );
      const problem = { cartons: [small, large], items };
      const answer = solveCartons(problem);
      expect(checkCartons(problem, answer)).toEqual([]);
      expect(solveCartons(problem)).toEqual(answer);
    }
  });

  test('reports what is left when only one carton may be used', () => {
    const problem = { cartons: [small], items: [item('brick', [100, 75, 50], 11)], maxCartons: 1 };
    const answer = solveCartons(problem);
    expect(checkCartons(problem, answer)).toEqual([]);
    expect(answer.unpacked).toEqual([{ id: 'brick', quantity: 3 }]);
  });

  test('names the field that is wrong', () => {
    const problem = { cartons: [small], items: [item('brick', [100, 75, 0], 1)] };
    expect(() => readCartons(problem, '')).toThrow(
      'items[0].size[2]: got 0, expected a whole number between 1 and 1000000',
    );
  });

  test('the check finds overlaps, floating goods and overweight', () => {
    const problem = { cartons: [small], items: [item('a', [100, 100, 50], 2, { weight_g: 3000 })] };
    const size: Edges = [100, 100, 50];
    const at = (...corners: Edges[]) => ({
      cartons: [{ id: 'small', items: corners.map((c) => ({ id: 'a', at: c, size })) }],
      unpacked: [],
    });
    expect(checkCartons(problem, at([0, 0, 0], [50, 0, 0]))).toEqual([
      expect.stringMatching(/overlap/),
      expect.stringMatching(/weighs/),
    ]);
    expect(checkCartons(problem, at([0, 0, 0], [50, 0, 50]))).toEqual([
      expect.stringMatching(/floats/),
      expect.stringMatching(/weighs/),
    ]);
  });
});
