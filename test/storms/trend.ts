import { grouped } from '../../src/dispatch/grouped.ts';

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

/** A heap breathes for minutes: what is closer together than this says the same, and counts once. */
const BLOCK_H = 1 / 12;

/**
 * Least squares with one slope for all lives and a level for each (the within estimator), of the means of five minutes:
 * looks a quarter of a minute apart called a resident memory that came and went a leak of 39 MB an hour.
 */
export function trendOf(samples: Sample[]): Trend {
  const blocks = [...grouped(samples, ({ life, at_h }) => `${life} ${Math.floor(at_h / BLOCK_H)}`).values()].map(
    meanOf,
  );
  const lives = [...grouped(blocks, ({ life }) => life).values()];
  const centred = lives.flatMap((life) => {
    const { at_h, value } = meanOf(life);
    return life.map((one) => ({ x: one.at_h - at_h, y: one.value - value }));
  });
  const sum = (of: (one: { x: number; y: number }) => number) => centred.reduce((total, one) => total + of(one), 0);
  const spread = sum(({ x }) => x * x);
  const freedom = centred.length - lives.length - 1;
  if (freedom < 8 || spread === 0) return { slope: 0, error: Infinity };
  const slope = sum(({ x, y }) => x * y) / spread;
  const rest = sum(({ x, y }) => (y - slope * x) ** 2);
  return { slope, error: Math.sqrt(rest / freedom / spread) };
}

function meanOf(samples: Sample[]): Sample {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  return { life: samples[0]!.life, at_h: mean(({ at_h }) => at_h), value: mean(({ value }) => value) };
}

/** Whether a figure rises by more than `bar` an hour beyond what chance explains (three standard errors). */
export const rises = ({ slope, error }: Trend, bar: number): boolean => slope - 3 * error > bar;
