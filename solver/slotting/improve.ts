import type { Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import type { Bays } from './bays.ts';
import { type Assignment, invert } from './construct.ts';
import { makeEstimator } from './cost.ts';
import type { Demand } from './demand.ts';

const SWAPS_A_LOOK = 50;

/** Temperatures in the unit of the layout's lengths. */
export interface Cooling {
  hot: number;
  cold: number;
}

/**
 * Simulated annealing over swaps of two slots' contents, judged by the estimated tours of the past orders that hold one of the two
 * SKUs. Half of the swaps bring a SKU into the bay of one that it is bought with.
 */
export function swapSlots(
  demand: Demand,
  bays: Bays,
  begin: Assignment,
  rng: Rng,
  stop: StopRule,
  { hot, cold }: Cooling,
): Assignment {
  const { start, lines, weight, near } = demand;
  const { bayOf, depth, count: bayCount, slots } = bays;
  const n = begin.length;
  const orders = start.length - 1;
  if (n === 0 || orders === 0) return begin;
  const { tour } = makeEstimator(bays);
  const slotOf = begin.slice();
  const skuIn = new Int32Array(bayOf.length).fill(-1);
  slotOf.forEach((slot, sku) => (skuIn[slot] = sku));
  const ordersOf = invert(start, lines, n);
  const deep = new Float32Array(orders * bayCount);
  const length = new Float64Array(orders);
  const deepest = (o: number, bay: number): number => {
    let most = 0;
    for (let i = start[o]!; i < start[o + 1]!; i++) {
      const slot = slotOf[lines[i]!]!;
      if (bayOf[slot] === bay && depth[slot]! > most) most = depth[slot]!;
    }
    return most;
  };
  for (let o = 0; o < orders; o++) {
    for (let i = start[o]!; i < start[o + 1]!; i++) {
      const slot = slotOf[lines[i]!]!;
      const cell = o * bayCount + bayOf[slot]!;
      if (depth[slot]! > deep[cell]!) deep[cell] = depth[slot]!;
    }
    length[o] = tour(deep, o * bayCount);
  }
  const seen = new Int32Array(orders);
  const both = new Int32Array(orders);
  const touched = new Int32Array(orders);
  const oldFrom = new Float32Array(orders);
  const oldTo = new Float32Array(orders);
  const newLength = new Float64Array(orders);
  const busy = [...ordersOf.keys()].filter((sku) => ordersOf[sku]!.length > 0);
  let temperature = hot;
  let gained = 0;
  let best = 0;
  let bestSlots = slotOf.slice();
  for (let move = 1; ; move++) {
    if (move % SWAPS_A_LOOK === 0) {
      if (stop.done()) break;
      temperature = hot * (cold / hot) ** Math.min(1, stop.elapsed_s() / stop.total_s);
    }
    const sku = busy[rng.int(busy.length)]!;
    const from = slotOf[sku]!;
    let to: number;
    const friends = near[sku]!;
    if (friends.length > 0 && rng.int(2) === 0) {
      const bay = bayOf[slotOf[friends[rng.int(friends.length)]!.item]!]!;
      to = slots[bay]![rng.int(slots[bay]!.length)]!;
    } else {
      to = rng.int(bayOf.length);
    }
    const other = skuIn[to]!;
    if (other === sku) continue;
    const bayA = bayOf[from]!;
    const bayB = bayOf[to]!;
    slotOf[sku] = to;
    if (other >= 0) slotOf[other] = from;
    let found = 0;
    let delta = 0;
    const allowed = -temperature * Math.log(rng.float() + 1e-300);
    // an order that holds both SKUs walks as before
    if (other >= 0) {
      for (const o of ordersOf[sku]!) seen[o] = move;
      for (const o of ordersOf[other]!) if (seen[o] === move) both[o] = move;
    }
    for (let turn = 0; turn < (other < 0 ? 1 : 2); turn++) {
      const list = ordersOf[turn === 0 ? sku : other]!;
      const bayOut = turn === 0 ? bayA : bayB;
      const bayIn = turn === 0 ? bayB : bayA;
      const depthOut = depth[turn === 0 ? from : to]!;
      const depthIn = depth[turn === 0 ? to : from]!;
      for (let k = 0; k < list.length; k++) {
        const o = list[k]!;
        if (both[o] === move) continue;
        const row = o * bayCount;
        const outOld = deep[row + bayOut]!;
        const inOld = deep[row + bayIn]!;
        if (bayOut === bayIn) {
          if (depthOut < outOld && depthIn <= outOld) continue;
          deep[row + bayIn] = depthIn >= outOld ? depthIn : deepest(o, bayIn);
        } else {
          if (depthOut < outOld && depthIn <= inOld) continue;
          if (depthIn > inOld) deep[row + bayIn] = depthIn;
          if (depthOut >= outOld) deep[row + bayOut] = deepest(o, bayOut);
        }
        oldFrom[found] = turn === 0 ? outOld : inOld;
        oldTo[found] = turn === 0 ? inOld : outOld;
        const tourNow = tour(deep, row);
        newLength[found] = tourNow;
        delta += weight[o]! * (tourNow - length[o]!);
        touched[found++] = o;
      }
    }
    if (delta <= allowed) {
      for (let k = 0; k < found; k++) length[touched[k]!] = newLength[k]!;
      skuIn[to] = sku;
      skuIn[from] = other;
      gained += delta;
      if (gained < best - 1e-6 && temperature <= 1.5 * cold) {
        best = gained;
        bestSlots = slotOf.slice();
      }
      continue;
    }
    slotOf[sku] = from;
    if (other >= 0) slotOf[other] = to;
    for (let k = 0; k < found; k++) {
      const row = touched[k]! * bayCount;
      deep[row + bayA] = oldFrom[k]!;
      deep[row + bayB] = oldTo[k]!;
    }
  }
  return gained <= best + 1e-6 ? slotOf : bestSlots;
}
