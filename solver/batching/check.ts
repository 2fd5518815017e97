import type { Place } from '../pickpath/problem.ts';
import type { BatchingAnswer, BatchingProblem } from './problem.ts';

/** What is wrong with an answer, in words; nothing where it is right. Measures every walk by itself. */
export function checkBatching(problem: BatchingProblem, answer: BatchingAnswer): string[] {
  const faults: string[] = [];
  const open = new Map(problem.orders.map((order) => [order.id, order]));
  let total = 0;
  answer.batches.forEach((batch, n) => {
    let weight = 0;
    const visits = batch.visits.slice();
    for (const id of batch.orders) {
      const order = open.get(id);
      if (!order) {
        faults.push(`order ${id} is unknown or in two batches`);
        continue;
      }
      open.delete(id);
      weight += order.weight;
      for (const pick of order.picks) {
        const found = visits.findIndex(
          (v) => v.id === pick.id && pick.at.some((place) => place.aisle === v.aisle && place.y === v.y),
        );
        if (found < 0) faults.push(`batch ${n} does not fetch ${pick.id} for order ${id}`);
        else visits.splice(found, 1);
      }
    }
    if (visits.length > 0) faults.push(`batch ${n} makes ${visits.length} visits for nobody`);
    if (weight > problem.capacity + 1e-9) faults.push(`batch ${n} weighs ${weight} of ${problem.capacity}`);
    const length = walked(problem, batch.visits);
    if (Math.abs(length - batch.length) > 1e-6) faults.push(`batch ${n} says ${batch.length}, walks ${length}`);
    total += length;
  });
  for (const id of open.keys()) faults.push(`order ${id} is in no batch`);
  if (Math.abs(total - answer.length) > 1e-6) faults.push(`says ${answer.length}, walks ${total}`);
  return faults;
}

function walked({ layout: { aisleX, crossY }, depot }: BatchingProblem, visits: readonly Place[]): number {
  const stations = [depot, ...visits, depot];
  let length = 0;
  for (let i = 1; i < stations.length; i++) {
    const a = stations[i - 1]!;
    const b = stations[i]!;
    if (a.aisle === b.aisle) length += Math.abs(a.y - b.y);
    else {
      const along = crossY.map((c) => Math.abs(a.y - c) + Math.abs(c - b.y));
      length += Math.abs(aisleX[a.aisle]! - aisleX[b.aisle]!) + Math.min(...along);
    }
  }
  return length;
}
