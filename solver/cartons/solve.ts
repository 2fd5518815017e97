import { makeRng } from '../shared/rng.ts';
import { type SolveOptions, stopRule } from '../shared/options.ts';
import type { StopRule } from '../shared/stop.ts';
import { Packer } from './combine.ts';
import { unitsOf } from './fill.ts';
import { kindsOf } from './goods.ts';
import type { CartonsAnswer, CartonsProblem } from './problem.ts';

/** Asked once per filling tried: bounds the work on one order when no time is given. */
const FILLINGS_PER_ORDER = 500;

/**
 * Packs the items into as few cartons as found, then each carton's share into the smallest one that holds it; a single carton
 * that cannot take everything is filled as full as it goes. What fits no carton, or no further carton, is reported as unpacked.
 */
export function solveCartons(problem: CartonsProblem, options: SolveOptions = {}): CartonsAnswer {
  const kinds = kindsOf(problem);
  const stop: StopRule = stopRule(options, FILLINGS_PER_ORDER);
  const packer = new Packer(kinds, problem.cartons, stop, makeRng(options.seed ?? 1));
  const counts = kinds.map((kind) => (packer.canTake(kind) ? kind.item.quantity : 0));
  const packed = packer.pack(counts, problem.maxCartons ?? Infinity);
  const left = kinds.map((kind) => kind.item.quantity);
  for (const { filling } of packed) for (const b of filling.blocks) left[b.kind]! -= b.nx * b.ny * b.nz;
  return {
    cartons: packed.map(({ carton, load, filling }) => ({ id: carton.id, items: unitsOf(load, filling) })),
    unpacked: kinds.flatMap((kind, k) => (left[k]! > 0 ? [{ id: kind.item.id, quantity: left[k]! }] : [])),
  };
}
