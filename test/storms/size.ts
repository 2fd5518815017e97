import { appendFileSync } from 'node:fs';

/** Printed with every storm; the same seed draws the same blows. */
export const seed = Number(process.env['SEED'] ?? 1);
/** How many times longer than in `npm test`: `npm run bench -- storms --rounds N`. */
export const rounds = Number(process.env['STORM_ROUNDS'] ?? 1);

/** What a storm reached, for whoever reads the long ones. */
export function noteReached(storm: string, reached: Record<string, number>): void {
  const file = process.env['STORM_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ storm, seed, rounds, reached })}\n`);
}
