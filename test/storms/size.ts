import { appendFileSync } from 'node:fs';

/** Printed with every storm; the same seed draws the same blows. */
export const seed = Number(process.env['SEED'] ?? 1);
/** How many times longer than in `npm test`: `npm run bench -- storms --rounds N`. */
export const rounds = Number(process.env['STORM_ROUNDS'] ?? 1);

/** At so many rounds each storm has the length by which its promise was made. */
const WHOLE = 50;

/** So many in `npm test`, and `whole` of them in the long form of fifty rounds; in proportion between and beyond. */
export const lengthOf = (short: number, whole: number) =>
  rounds === 1 ? short : Math.max(short, Math.ceil((whole * rounds) / WHOLE));

/** What a storm reached, for whoever reads the long ones. */
export function noteReached(storm: string, reached: Record<string, number>): void {
  const file = process.env['STORM_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ storm, seed, rounds, reached })}\n`);
}
