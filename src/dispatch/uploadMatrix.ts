import { mayUseSite } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, invalid, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { NO_WAY } from './roads/index.ts';
import type { UploadMatrix } from './schema.ts';
import { dropMatrix, keepMatrix, matrixHeads } from './store.ts';

/** Measured ways of a site, which go before all others from its next plan on. Refuses `matrix_size` with every row that is off. */
export async function uploadMatrix(
  work: Work,
  { siteId, name, spots, ...tables }: UploadMatrix,
): Promise<Outcome<{ name: string; spots: number }>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const wrong = Object.entries(tables).flatMap(([field, rows]) => [
    ...(rows.length === spots.length ? [] : [{ field, got: rows.length, expected: spots.length }]),
    ...rows.flatMap((row, at) =>
      row.length === spots.length ? [] : [{ field: `${field}.${at}`, got: row.length, expected: spots.length }],
    ),
  ]);
  const [first] = wrong;
  if (first !== undefined) {
    const refused = invalid(first.field, first.got, first.expected, 'matrix_size');
    return { ...refused, refusal: { ...refused.refusal, details: wrong.slice(0, 100) } };
  }
  await layoutOf(work.tx, siteId);
  const durations_s = tables.durations_s.flatMap((row) => row.map((cell) => cell ?? NO_WAY.duration_s));
  const distances_m = tables.distances_m.flatMap((row) => row.map((cell) => cell ?? NO_WAY.distance_m));
  await keepMatrix(work, { siteId, name, spots, durations_s, distances_m });
  return done({ name, spots: spots.length }, 201);
}

export async function listMatrices(work: Work, { siteId }: { siteId: string }): Promise<Outcome<unknown>> {
  const closed = mayUseSite(work, siteId);
  return closed ?? done({ matrices: await matrixHeads(work.tx, siteId) });
}

export async function eraseMatrix(work: Work, input: { siteId: string; name: string }): Promise<Outcome<unknown>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const dropped = await dropMatrix(work.tx, input.siteId, input.name);
  return dropped ? listMatrices(work, input) : notFound('matrix', 'name', input.name);
}
