/** Tells a search when to end. The solvers know time only through this object. */
export interface StopRule {
  /** True from the moment on that the search has to hand over its best answer. Cheap, but not free: ask every few hundred steps. */
  done(): boolean;
  elapsed_s(): number;
  /** What the search may plan with: the whole budget in seconds. */
  readonly total_s: number;
}

/** Stops after so many seconds of the caller's clock (`now` in milliseconds, such as `performance.now`). */
export function stopAfter(seconds: number, now: () => number): StopRule {
  const started_ms = now();
  const elapsed_s = (): number => (now() - started_ms) / 1000;
  return { done: () => elapsed_s() >= seconds, elapsed_s, total_s: seconds };
}

/** Stops after so many questions: its seconds are questions asked, so that the same seed gives the same answer on every machine. */
export function stopAfterSteps(steps: number): StopRule {
  let asked = 0;
  return { done: () => ++asked > steps, elapsed_s: () => Math.min(asked, steps), total_s: steps };
}

/** So much of what is left of a budget. */
export function shareOf(stop: StopRule, seconds: number): StopRule {
  const from = stop.elapsed_s();
  const total_s = Math.max(seconds, stop.total_s / 1000);
  const elapsed_s = (): number => stop.elapsed_s() - from;
  return { done: () => stop.done() || elapsed_s() >= total_s, elapsed_s, total_s };
}
