import { DEFAULT_SUPPORT, type LoadedItem, type LoadingAnswer, type LoadingProblem, type Size } from './problem.ts';

type Leaving = LoadedItem & { order: number; fragile: boolean };

/** What is wrong with an answer, in words; nothing where it is right. An answer that is not feasible may leave items out. */
export function checkLoading(problem: LoadingProblem, answer: LoadingAnswer): string[] {
  const faults: string[] = [];
  const wanted = problem.stops.flatMap((stop, order) => stop.items.map((item) => ({ stop: stop.id, order, item })));
  const load: Leaving[] = [];
  for (const placed of answer.items) {
    const found = wanted.findIndex(({ stop, item }) => stop === placed.stop && item.id === placed.id);
    if (found < 0) {
      faults.push(`item ${placed.id} is unknown or loaded twice`);
      continue;
    }
    const [{ order, item }] = wanted.splice(found, 1) as [(typeof wanted)[number]];
    load.push({ ...placed, order, fragile: item.fragile });
    if (!isTurned(item.size, placed.size)) faults.push(`item ${placed.id} changed its size`);
    if ([0, 1, 2].some((a) => placed.at[a]! < 0 || placed.at[a]! + placed.size[a]! > problem.vehicle.size[a]!))
      faults.push(`item ${placed.id} sticks out`);
  }
  if (answer.feasible && wanted.length > 0) faults.push(`${wanted.length} items are not loaded`);
  for (const p of load) faults.push(...faultsAround(p, load, problem.support ?? DEFAULT_SUPPORT));
  return faults;
}

function isTurned([l, w, h]: Size, [x, y, z]: Size): boolean {
  return z === h && ((x === l && y === w) || (x === w && y === l));
}

function faultsAround(p: Leaving, load: readonly Leaving[], support: number): string[] {
  const faults: string[] = [];
  let held = p.at[2] === 0 ? p.size[0] * p.size[1] : 0;
  for (const q of load) {
    if (q === p) continue;
    const [x, y, z] = [0, 1, 2].map(
      (a) => Math.min(p.at[a]! + p.size[a]!, q.at[a]! + q.size[a]!) - Math.max(p.at[a]!, q.at[a]!),
    ) as Size;
    if (x > 0 && y > 0 && z > 0) faults.push(`${p.id} and ${q.id} overlap`);
    if (x > 0 && y > 0 && q.at[2] + q.size[2] === p.at[2]) {
      held += x * y;
      if (q.fragile && !p.fragile) faults.push(`${p.id} stands on fragile ${q.id}`);
    }
    if (q.order <= p.order) continue;
    if (x > 0 && y > 0 && q.at[2] >= p.at[2] + p.size[2]) faults.push(`${q.id} lies on ${p.id}, which leaves first`);
    if (y > 0 && z > 0 && q.at[0] >= p.at[0] + p.size[0]) faults.push(`${q.id} bars the way of ${p.id}`);
  }
  if (held < (support - 1e-9) * p.size[0] * p.size[1]) faults.push(`${p.id} is not supported`);
  return faults;
}
