import type { BenchOptions } from './options.ts';

/** What a benchmark is held to: a figure of this run against a yardstick of the same run. */
export interface Bar {
  what: string;
  got: number;
  relation: '>=' | '<=';
  bar: number;
  passed: boolean;
}

export interface Table {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}

export interface Findings {
  /** Whether the effects were right; a fast wrong answer is no figure. */
  clean: boolean;
  tables: Table[];
  bars: Bar[];
  notes: string[];
  /** Everything measured, for machines. */
  figures: Record<string, unknown>;
}

export type Tell = (line: string) => void;

export interface Bench {
  /** `tell` hears how far it is. */
  run(options: BenchOptions, tell: Tell): Promise<Findings>;
}

export function barOf(what: string, got: number, relation: Bar['relation'], bar: number): Bar {
  return { what, got, relation, bar, passed: relation === '>=' ? got >= bar : got <= bar };
}
