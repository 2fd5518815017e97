import type { WavePlanProblem } from './problem.ts';

/** How long all pickers together need for so many units. */
export function picking_min({ pickers, units_per_hour }: WavePlanProblem, units: number): number {
  return (60 * units) / (pickers * units_per_hour);
}

/** The largest wave: what is asked for, or one hour's work of everybody. */
export function waveLimit({ wave_units, pickers, units_per_hour }: WavePlanProblem): number {
  return wave_units ?? Math.max(1, Math.floor(pickers * units_per_hour));
}
