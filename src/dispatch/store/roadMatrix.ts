import type { Spot } from '../../platform/geometry.ts';
import { change, one, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface RoadMatrix {
  siteId: string;
  name: string;
  spots: Spot[];
  durations_s: number[];
  distances_m: number[];
}

/** Keeps a matrix under its name: a second one of the same name takes its place. */
export async function keepMatrix(work: Work, matrix: RoadMatrix): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO road_matrix (site_id, name, spots, durations_s, distances_m, uploaded_by, at)
     VALUES (:siteId, :name, :spots::jsonb, :durations_s::int[], :distances_m::int[], :actor, :at)
     ON CONFLICT (site_id, name) DO UPDATE
       SET spots = excluded.spots, durations_s = excluded.durations_s, distances_m = excluded.distances_m,
           uploaded_by = excluded.uploaded_by, at = excluded.at`,
    { ...matrix, spots: JSON.stringify(matrix.spots), actor: work.actor.userId, at: work.at },
  );
}

/** @returns false where there is none of this name */
export async function dropMatrix(tx: Tx, siteId: string, name: string): Promise<boolean> {
  const dropped = await change(tx, `DELETE FROM road_matrix WHERE site_id = :siteId::uuid AND name = :name`, {
    siteId,
    name,
  });
  return dropped === 1;
}

export function matrixHeads(tx: Tx, siteId: string): Promise<{ name: string; spots: number; at: Date }[]> {
  return rows(
    tx,
    `SELECT name, jsonb_array_length(spots) AS spots, at FROM road_matrix WHERE site_id = :siteId::uuid ORDER BY at, name`,
    { siteId },
  );
}

export function matrixById(tx: Tx, siteId: string, name: string): Promise<Omit<RoadMatrix, 'siteId' | 'name'>> {
  return one(
    tx,
    `SELECT spots, durations_s, distances_m FROM road_matrix WHERE site_id = :siteId::uuid AND name = :name`,
    { siteId, name },
  );
}
