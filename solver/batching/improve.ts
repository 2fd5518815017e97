import type { Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import type { Batches } from './construct.ts';
import type { TourLengths } from './cost.ts';
import type { BatchingProblem } from './problem.ts';

/** How many moves are tried between two looks at the stop rule. */
const MOVES_A_LOOK = 100;
/** Temperatures as shares of the mean tour length. */
const HOT = 0.02;
const COLD = 0.0005;

interface State {
  members: number[][];
  weight: number[];
  length: number[];
  keyA: number[];
  keyB: number[];
  batchOf: Int32Array;
  total: number;
}

/** Simulated annealing over moves, swaps and two-for-one swaps of orders between batches; returns the best batches seen. */
export function anneal(
  problem: BatchingProblem,
  lengths: TourLengths,
  start: Batches,
  rng: Rng,
  stop: StopRule,
): Batches {
  const { orders, capacity } = problem;
  const n = orders.length;
  if (n < 2) return start;
  const state = stateOf(problem, lengths, start);
  const unit = state.total / state.members.length;
  let best = state.total;
  let bestBatches = state.members.map((m) => m.slice());
  let temperature = 0;
  for (let move = 0; ; move++) {
    if (move % MOVES_A_LOOK === 0) {
      if (stop.done()) break;
      const done = Math.min(1, stop.elapsed_s() / stop.total_s);
      temperature = unit * HOT * (COLD / HOT) ** done;
    }
    const o = rng.int(n);
    const p = state.batchOf[o]!;
    const outP = [o];
    const outQ: number[] = [];
    let q: number;
    if (rng.int(8) === 0) {
      q = rng.int(state.members.length);
    } else {
      const other = rng.int(n);
      q = state.batchOf[other]!;
      outQ.push(other);
      if (p !== q && state.members[p]!.length > 1 && rng.int(4) === 0) {
        const second = state.members[p]![rng.int(state.members[p]!.length)]!;
        if (second !== o) outP.push(second);
      }
    }
    if (p === q) continue;
    let shift = 0;
    for (const x of outP) shift += orders[x]!.weight;
    for (const x of outQ) shift -= orders[x]!.weight;
    if (state.weight[q]! + shift > capacity || state.weight[p]! - shift > capacity) continue;
    const allowed = -temperature * Math.log(rng.float() + 1e-300);
    if (!exchange(state, lengths, p, q, outP, outQ, shift, allowed)) continue;
    if (state.total < best - 1e-9) {
      best = state.total;
      bestBatches = state.members.map((m) => m.slice());
    }
  }
  return bestBatches.filter((m) => m.length > 0);
}

function stateOf({ orders }: BatchingProblem, lengths: TourLengths, batches: Batches): State {
  const members = [...batches.map((m) => m.slice()), []];
  const key = (keys: Int32Array): number[] => members.map((m) => m.reduce((a, o) => a ^ keys[o]!, 0));
  const keyA = key(lengths.keyA);
  const keyB = key(lengths.keyB);
  const length = members.map((m, b) => (m.length === 0 ? 0 : lengths.of(m, [], [], keyA[b]!, keyB[b]!)));
  const batchOf = new Int32Array(orders.length);
  members.forEach((m, b) => m.forEach((o) => (batchOf[o] = b)));
  const weight = members.map((m) => m.reduce((a, o) => a + orders[o]!.weight, 0));
  return { members, weight, length, keyA, keyB, batchOf, total: length.reduce((a, b) => a + b, 0) };
}

/** Exchanges orders between batches p and q if that lengthens the walk by no more than `allowed`. One batch is always empty. */
function exchange(
  state: State,
  lengths: TourLengths,
  p: number,
  q: number,
  outP: number[],
  outQ: number[],
  shift: number,
  allowed: number,
): boolean {
  let a = 0;
  let b = 0;
  for (const x of outP) {
    a ^= lengths.keyA[x]!;
    b ^= lengths.keyB[x]!;
  }
  for (const x of outQ) {
    a ^= lengths.keyA[x]!;
    b ^= lengths.keyB[x]!;
  }
  const { members, length, keyA, keyB, weight, batchOf } = state;
  const old = length[p]! + length[q]!;
  const emptied = members[p]!.length === outP.length && outQ.length === 0;
  const newP = emptied ? 0 : lengths.of(members[p]!, outP, outQ, keyA[p]! ^ a, keyB[p]! ^ b);
  if (newP - old > allowed) return false;
  const newQ = lengths.of(members[q]!, outQ, outP, keyA[q]! ^ a, keyB[q]! ^ b);
  if (newP + newQ - old > allowed) return false;
  const wasEmpty = members[q]!.length === 0;
  members[p] = [...members[p]!.filter((x) => !outP.includes(x)), ...outQ];
  members[q] = [...members[q]!.filter((x) => !outQ.includes(x)), ...outP];
  for (const x of outP) batchOf[x] = q;
  for (const x of outQ) batchOf[x] = p;
  keyA[p]! ^= a;
  keyA[q]! ^= a;
  keyB[p]! ^= b;
  keyB[q]! ^= b;
  weight[p]! -= shift;
  weight[q]! += shift;
  length[p] = newP;
  length[q] = newQ;
  state.total += newP + newQ - old;
  if (emptied) dropBatch(state, p);
  if (wasEmpty) addBatch(state);
  return true;
}

function addBatch(state: State): void {
  if (state.members.some((m) => m.length === 0)) return;
  state.members.push([]);
  state.weight.push(0);
  state.length.push(0);
  state.keyA.push(0);
  state.keyB.push(0);
}

/** Takes an emptied batch out of the lists, unless it is the only empty one. */
function dropBatch(state: State, p: number): void {
  if (state.members.filter((m) => m.length === 0).length < 2) return;
  const last = state.members.length - 1;
  for (const list of [state.members, state.weight, state.length, state.keyA, state.keyB] as unknown[][]) {
    list[p] = list[last];
    list.pop();
  }
  if (p < last) for (const o of state.members[p]!) state.batchOf[o] = p;
}
