import { solvePickPath } from '../pickpath/solve.ts';
import { type SolveOptions, stopRule } from '../shared/options.ts';
import { makeRng } from '../shared/rng.ts';
import { type Batches, bestSplit, firstComeBatches, MOST_FOR_ALL_SPLITS, savingsBatches } from './construct.ts';
import { type TourLengths, tourLengths } from './cost.ts';
import { anneal } from './improve.ts';
import type { Batch, BatchingAnswer, BatchingProblem } from './problem.ts';

/** Savings look at every pair of batches again after each merger; beyond this many orders that takes too long. */
const MOST_FOR_SAVINGS = 400;
const DEFAULT_LOOKS = 2_000;

/** Groups orders into tours of one cart each so that little is walked, every tour on a shortest path. */
export function solveBatching(problem: BatchingProblem, options: SolveOptions = {}): BatchingAnswer {
  const stop = stopRule(options, DEFAULT_LOOKS);
  const lengths = tourLengths(problem);
  if (problem.orders.length <= MOST_FOR_ALL_SPLITS) return answerFor(problem, bestSplit(problem, lengths));
  const starts = [firstComeBatches(problem)];
  if (problem.orders.length <= MOST_FOR_SAVINGS) starts.push(savingsBatches(problem, lengths));
  const walked = starts.map((batches) => totalLength(lengths, batches));
  const start = starts[walked.indexOf(Math.min(...walked))]!;
  const best = anneal(problem, lengths, start, makeRng(options.seed ?? 1), stop);
  return answerFor(problem, best);
}

function answerFor(problem: BatchingProblem, best: Batches): BatchingAnswer {
  const batches = best.map((members) => routed(problem, members));
  return { length: batches.reduce((sum, batch) => sum + batch.length, 0), batches };
}

function totalLength(lengths: TourLengths, batches: Batches): number {
  const key = (keys: Int32Array, members: number[]): number => members.reduce((a, o) => a ^ keys[o]!, 0);
  return batches.reduce((sum, m) => sum + lengths.of(m, [], [], key(lengths.keyA, m), key(lengths.keyB, m)), 0);
}

function routed({ layout, depot, orders }: BatchingProblem, members: number[]): Batch {
  const picks = members.flatMap((o) => orders[o]!.picks);
  const { length, visits } = solvePickPath({ layout, depot, picks });
  return { orders: members.map((o) => orders[o]!.id), length, visits };
}
