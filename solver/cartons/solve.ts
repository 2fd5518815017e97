import { type SolveOptions, stopRule } from '../shared/options.ts';
import type { StopRule } from '../shared/stop.ts';
import { fillGreedily, type Taste } from './construct.ts';
import { type Filling, type Load, unitsOf } from './fill.ts';
import { type Kind, kindsOf, reachTables } from './goods.ts';
import { fillByBeam } from './improve.ts';
import type { Carton, CartonsAnswer, CartonsProblem } from './problem.ts';

interface Packed {
  carton: Carton;
  load: Load;
  filling: Filling;
}

/** Asked once per filling tried: bounds the work on one order when no time is given. */
const FILLINGS_PER_ORDER = 400;

/**
 * Packs the items into as few cartons as found, then into the smallest ones that hold each carton's share; one carton with
 * `maxCartons: 1` is filled as full as it goes. What fits no carton, or no further carton, is reported as unpacked.
 */
export function solveCartons(problem: CartonsProblem, options: SolveOptions = {}): CartonsAnswer {
  const kinds = kindsOf(problem);
  const stop = stopRule(options, FILLINGS_PER_ORDER);
  const cartons = [...problem.cartons].sort((a, b) => volumeOf(a) - volumeOf(b));
  const counts = kinds.map((kind) => (cartons.some((carton) => takes(carton, kind)) ? kind.item.quantity : 0));
  const most = problem.maxCartons ?? Infinity;
  const packed = packAll(kinds, cartons, counts, most, stop);
  const left = kinds.map((kind) => kind.item.quantity);
  for (const { filling } of packed) for (const b of filling.blocks) left[b.kind]! -= b.nx * b.ny * b.nz;
  return {
    cartons: packed.map(({ carton, load, filling }) => ({ id: carton.id, items: unitsOf(load, filling) })),
    unpacked: kinds.flatMap((kind, k) => (left[k]! > 0 ? [{ id: kind.item.id, quantity: left[k]! }] : [])),
  };
}

function packAll(kinds: Kind[], cartons: Carton[], counts: number[], most: number, stop: StopRule): Packed[] {
  if (counts.every((n) => n === 0)) return [];
  for (const carton of cartons) {
    const one = packWhole(kinds, carton, counts, stop);
    if (one) return [one];
  }
  const packed: Packed[] = [];
  let left = counts;
  while (left.some((n) => n > 0) && packed.length < most) {
    const best = fullest(kinds, cartons, left, stop);
    packed.push(best);
    left = best.filling.left;
  }
  return packed;
}

function fullest(kinds: Kind[], cartons: Carton[], counts: number[], stop: StopRule): Packed {
  let best: Packed | null = null;
  for (const carton of cartons) {
    const load = loadOf(kinds, carton, counts);
    for (const taste of tastes(kinds)) {
      const filling = fillGreedily(load, counts, taste);
      if (!best || filling.volume > best.filling.volume) best = { carton, load, filling };
      if (stop.done()) break;
    }
  }
  const { carton, load } = best!;
  return { carton, load, filling: fillByBeam(load, counts, tastes(kinds)[0]!, best!.filling, stop) };
}

/** Everything in one carton, or null where no way is found. */
function packWhole(kinds: Kind[], carton: Carton, counts: number[], stop: StopRule): Packed | null {
  const total = counts.reduce((sum, n, k) => sum + n * kinds[k]!.volume, 0);
  const weight_g = counts.reduce((sum, n, k) => sum + n * kinds[k]!.item.weight_g, 0);
  if (total > volumeOf(carton) || weight_g + carton.tare_g > carton.maxWeight_g) return null;
  if (kinds.some((kind, k) => counts[k]! > 0 && !takes(carton, kind))) return null;
  const load = loadOf(kinds, carton, counts);
  for (const taste of tastes(kinds)) {
    const filling = fillGreedily(load, counts, taste);
    if (filling.volume === total) return { carton, load, filling };
    if (stop.done()) return null;
  }
  return null;
}

function loadOf(kinds: Kind[], carton: Carton, counts: number[]): Load {
  const { inner, maxWeight_g, tare_g } = carton;
  return { kinds, inner, limit_g: maxWeight_g - tare_g, reach: reachTables(kinds, counts, inner) };
}

function tastes(kinds: Kind[]): Taste[] {
  const rank = (measure: (kind: Kind) => number): number[] => {
    const order = [...kinds.keys()].sort((a, b) => measure(kinds[a]!) - measure(kinds[b]!));
    const ranks: number[] = [];
    order.forEach((k, i) => (ranks[k] = i));
    return ranks;
  };
  return [
    { rank: null, loss: 4 },
    { rank: rank((kind) => kind.volume), loss: 4 },
    { rank: rank((kind) => Math.max(...kind.item.size)), loss: 4 },
  ];
}

function takes(carton: Carton, kind: Kind): boolean {
  return (
    kind.item.weight_g + carton.tare_g <= carton.maxWeight_g &&
    kind.turns.some((turn) => turn.every((edge, axis) => edge <= carton.inner[axis]!))
  );
}

function volumeOf({ inner }: Carton): number {
  return inner[0] * inner[1] * inner[2];
}
