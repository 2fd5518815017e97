import { appendFileSync } from 'node:fs';
import { vi } from 'vitest';

/** Printed with every storm; the same seed draws the same blows. */
export const seed = Number(process.env['SEED'] ?? 1);
/** How many times longer than in `npm test`: `npm run bench -- storms --rounds N`. */
export const rounds = Number(process.env['STORM_ROUNDS'] ?? 1);

// a guard, not a measure: no test of a storm is told to be quicker in the long form than in the short one
vi.setConfig({ testTimeout: 300_000 * rounds, hookTimeout: 300_000 * rounds });

/** What a storm reached, for whoever reads the long ones. */
export function noteReached(storm: string, reached: Record<string, number>): void {
  const file = process.env['STORM_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ storm, seed, rounds, reached })}\n`);
}
