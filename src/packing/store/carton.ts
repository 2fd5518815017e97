import { change, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { CartonType } from '../rules.ts';

export async function keepCarton(tx: Tx, siteId: string, carton: CartonType): Promise<void> {
  const [width, length, depth] = carton.size_mm;
  await change(
    tx,
    `INSERT INTO carton (site_id, carton_code, width_mm, length_mm, depth_mm, max_weight_g, tare_g)
     VALUES (:siteId, :cartonCode, :width, :length, :depth, :maxWeight_g, :tare_g)
     ON CONFLICT (site_id, carton_code) DO UPDATE
       SET width_mm = :width, length_mm = :length, depth_mm = :depth, max_weight_g = :maxWeight_g, tare_g = :tare_g,
           state = 'open'`,
    { siteId, ...carton, width, length, depth },
  );
}

export function openCartons(tx: Tx, siteId: string): Promise<CartonType[]> {
  return rows(
    tx,
    `SELECT carton_code AS "cartonCode", ARRAY[width_mm, length_mm, depth_mm] AS size_mm, max_weight_g AS "maxWeight_g",
            tare_g
       FROM carton WHERE site_id = :siteId AND state = 'open' ORDER BY carton_code`,
    { siteId },
  );
}
