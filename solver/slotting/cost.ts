import type { Bays } from './bays.ts';

/** A tour's estimate needs a mark per bay; this one is kept for all of them. */
export interface Estimator {
  /** Estimated tour through the bays whose deepest picks are deep[from] … deep[from + count - 1]; 0 where nothing is picked. */
  tour(deep: Float32Array, from: number): number;
}

/**
 * Tour length from the deepest pick of every bay: into each bay and back, or through it where that is shorter, plus the way along
 * the cross aisles. In one block with the depot in front it differs from the shortest tour only by gaps inside the aisles.
 */
export function makeEstimator({ count, length, x, away }: Bays): Estimator {
  const tour = (deep: Float32Array, from: number): number => {
    let sum = 0;
    let left = 0;
    let right = 0;
    let far = 0;
    let through = 0;
    let spare = Infinity;
    for (let bay = 0; bay < count; bay++) {
      const depth = deep[from + bay]!;
      if (depth === 0) continue;
      const back = 2 * depth;
      const whole = length[bay]!;
      if (back > whole) {
        sum += whole;
        through++;
        if (back - whole < spare) spare = back - whole;
      } else {
        sum += back;
      }
      const at = x[bay]!;
      if (at < left) left = at;
      if (at > right) right = at;
      if (away[bay]! > far) far = away[bay]!;
    }
    if ((through & 1) === 1) sum += spare;
    return sum + 2 * (right - left) + 2 * far;
  };
  return { tour };
}
