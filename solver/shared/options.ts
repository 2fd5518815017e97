import { stopAfter, stopAfterSteps, type StopRule } from './stop.ts';

/** What every solver takes beside its problem. The stop rule wins over the seconds; without either a fixed amount of work is done. */
export interface SolveOptions {
  seconds?: number | undefined;
  seed?: number | undefined;
  threads?: number | undefined;
  stop?: StopRule | undefined;
}

/** The stop rule that the options ask for, or else one of `steps` questions, so that the answer depends on the seed alone. */
export function stopRule(options: SolveOptions, steps: number): StopRule {
  if (options.stop) return options.stop;
  if (options.seconds !== undefined) return stopAfter(options.seconds, () => performance.now());
  return stopAfterSteps(steps);
}
