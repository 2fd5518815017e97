/** A figure at a time; figures of one life of a process belong together, since it begins anew with each. */
export interface Sample {
  at_h: number;
  value: number;
  life: number;
}

export interface Trend {
  /** Of the figure, an hour. */
  slope: number;
  /** Standard error of the slope; infinite where there is too little to go by. */
  error: number;
}

/** Least squares with one slope for all lives and a level for each (the within estimator). */
export function trendOf(samples: Sample[]): Trend {
  const lives = new Map<number, Sample[]>();
  for (const sample of samples) lives.set(sample.life, [...(lives.get(sample.life) ?? []), sample]);
  const centred = [...lives.values()].flatMap((life) => {
    const mean = (of: (sample: Sample) => number) => life.reduce((sum, one) => sum + of(one), 0) / life.length;
    const [at, value] = [mean(({ at_h }) => at_h), mean((one) => one.value)];
    return life.map((one) => ({ x: one.at_h - at, y: one.value - value }));
  });
  const sum = (of: (one: { x: number; y: number }) => number) => centred.reduce((total, one) => total + of(one), 0);
  const spread = sum(({ x }) => x * x);
  const freedom = centred.length - lives.size - 1;
  if (freedom < 8 || spread === 0) return { slope: 0, error: Infinity };
  const slope = sum(({ x, y }) => x * y) / spread;
  const rest = sum(({ x, y }) => (y - slope * x) ** 2);
  return { slope, error: Math.sqrt(rest / freedom / spread) };
}

/** Whether a figure rises by more than `bar` an hour beyond what chance explains (three standard errors). */
export const rises = ({ slope, error }: Trend, bar: number): boolean => slope - 3 * error > bar;
