import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Candidate, Home } from '../choose.ts';
import type { BinRules, Load } from '../rules.ts';
import type { ReservationKey } from './reservation.ts';

export interface SpaceRow {
  bin_code: string;
  distance_mm: number;
  shuffle: number;
}

/**
 * Bins as the layout has them, with their walk from the depot; the free figures are counted afresh. Rows that somebody
 * is filling just now are passed over: they hint for themselves.
 */
export async function keepSpace(tx: Tx, siteId: string, bins: SpaceRow[]): Promise<void> {
  const params = { siteId, bins: JSON.stringify(bins) };
  await change(
    tx,
    `INSERT INTO bin_space (site_id, bin_code, kind, temperature, aisle, y_mm, distance_mm, shuffle,
                            free_volume_cm3, free_weight_g)
     SELECT b.site_id, b.bin_code, b.kind, b.temperature, b.aisle, b.y_mm, r.distance_mm, r.shuffle,
            b.max_volume_cm3, b.max_weight_g
       FROM jsonb_to_recordset(:bins::jsonb) AS r(bin_code text, distance_mm int, shuffle int)
       JOIN bin b ON b.site_id = :siteId AND b.bin_code = r.bin_code
      WHERE NOT EXISTS (SELECT 1 FROM bin_space s WHERE s.site_id = :siteId AND s.bin_code = r.bin_code)
      ORDER BY b.bin_code
     ON CONFLICT (site_id, bin_code) DO NOTHING`,
    params,
  );
  await change(
    tx,
    `WITH load AS (
       SELECT substr(a.place, 5) AS bin_code, sum(a.quantity::bigint * i.unit_volume_cm3) AS volume,
              sum(a.quantity::bigint * i.weight_g) AS weight
         FROM balance a JOIN item i ON i.seller_id = a.seller_id AND i.item_id = a.item_id
        WHERE a.site_id = :siteId AND a.place LIKE 'bin/%' AND a.quantity > 0 GROUP BY a.place
     ), now_so AS (
       SELECT b.bin_code, b.kind, b.temperature, b.aisle, b.y_mm, r.distance_mm,
              b.max_volume_cm3 - coalesce(load.volume, 0) AS free_volume_cm3,
              b.max_weight_g - coalesce(load.weight, 0) AS free_weight_g
         FROM jsonb_to_recordset(:bins::jsonb) AS r(bin_code text, distance_mm int)
         JOIN bin b ON b.site_id = :siteId AND b.bin_code = r.bin_code
         LEFT JOIN load ON load.bin_code = r.bin_code
     ), changed AS (
       SELECT n.* FROM bin_space s JOIN now_so n USING (bin_code)
        WHERE s.site_id = :siteId
          AND (s.kind, s.temperature, s.aisle, s.y_mm, s.distance_mm, s.free_volume_cm3, s.free_weight_g)
           IS DISTINCT FROM (n.kind, n.temperature, n.aisle, n.y_mm, n.distance_mm, n.free_volume_cm3, n.free_weight_g)
        ORDER BY s.bin_code FOR UPDATE OF s SKIP LOCKED
     )
     UPDATE bin_space s
        SET kind = c.kind, temperature = c.temperature, aisle = c.aisle, y_mm = c.y_mm, distance_mm = c.distance_mm,
            free_volume_cm3 = c.free_volume_cm3, free_weight_g = c.free_weight_g
       FROM changed c WHERE s.site_id = :siteId AND s.bin_code = c.bin_code`,
    params,
  );
}

/**
 * Pick bins in which items lie, of at most 400 places. Each bin is looked up by its key: left free to join, a planner
 * without statistics took seconds.
 */
export function pickBinsHolding(tx: Tx, siteId: string, itemIds: string[]): Promise<Omit<Home, 'weight'>[]> {
  return rows(
    tx,
    `WITH lies AS MATERIALIZED (
       SELECT DISTINCT seller_id, item_id, place FROM balance
        WHERE site_id = :siteId AND item_id = ANY(:itemIds::uuid[]) AND quantity > 0 AND place LIKE 'bin/%' LIMIT 400
     )
     SELECT lies.item_id AS "itemId", i.code, bin.bin_code AS "binCode", bin.aisle, bin.y_mm
       FROM lies JOIN item i USING (seller_id, item_id)
      CROSS JOIN LATERAL (
        SELECT b.bin_code, b.kind, b.aisle, b.y_mm FROM bin b
         WHERE b.site_id = :siteId AND b.bin_code = substr(lies.place, 5) LIMIT 1) bin
      WHERE bin.kind = 'pick'`,
    { siteId, itemIds },
  );
}

/**
 * Bins that may have room: those nearest to each given spot in its aisle, those nearest to the depot, and a random
 * sample (from `random` on in the shuffled row, round its end). Each of the three walks an index and stops.
 */
export function candidatesNear(
  tx: Tx,
  asked: {
    siteId: string;
    kind: string;
    temperature: string;
    volume_cm3: number;
    weight_g: number;
    aisles: number[];
    ys_mm: number[];
    random: number;
    refused: string[];
  },
): Promise<Omit<Candidate, 'load'>[]> {
  return rows<Omit<Candidate, 'load'>>(
    tx,
    `WITH near AS (
       SELECT found.bin_code FROM unnest(:aisles::int[], :ys_mm::int[]) AS spot(aisle, y_mm)
       CROSS JOIN LATERAL (
         SELECT bin_code FROM bin_space
          WHERE site_id = :siteId AND kind = :kind AND temperature = :temperature AND aisle = spot.aisle
            AND free_volume_cm3 >= :volume_cm3 AND free_weight_g >= :weight_g
          ORDER BY abs(y_mm - spot.y_mm), bin_code LIMIT 8) found
     ), front AS (
       SELECT bin_code FROM bin_space
        WHERE site_id = :siteId AND kind = :kind AND temperature = :temperature
          AND free_volume_cm3 >= :volume_cm3 AND free_weight_g >= :weight_g
        ORDER BY distance_mm LIMIT 8
     ), ahead AS (
       SELECT bin_code FROM bin_space
        WHERE site_id = :siteId AND kind = :kind AND temperature = :temperature AND shuffle >= :random
          AND free_volume_cm3 >= :volume_cm3 AND free_weight_g >= :weight_g
        ORDER BY shuffle LIMIT 20
     ), around AS (
       SELECT bin_code FROM bin_space
        WHERE site_id = :siteId AND kind = :kind AND temperature = :temperature AND shuffle < :random
          AND free_volume_cm3 >= :volume_cm3 AND free_weight_g >= :weight_g
        ORDER BY shuffle LIMIT 20
     ), found AS (
       SELECT bin_code FROM near UNION SELECT bin_code FROM front UNION SELECT bin_code FROM ahead
       UNION SELECT bin_code FROM around)
     SELECT b.bin_code AS "binCode", b.kind, b.state, b.temperature, b.max_weight_g AS "maxWeight_g",
            b.max_volume_cm3 AS "maxVolume_cm3", b.one_seller AS "oneSeller", b.aisle, b.y_mm, b.level, s.distance_mm
       FROM found JOIN bin b ON b.site_id = :siteId AND b.bin_code = found.bin_code
       JOIN bin_space s ON s.site_id = :siteId AND s.bin_code = found.bin_code
      WHERE b.state = 'open' AND NOT b.bin_code = ANY(:refused::text[])`,
    asked,
  );
}

/** Locks a bin's row, by which everybody who fills it takes turns; undefined where it is not one for storage. */
export function lockBin(tx: Tx, siteId: string, binCode: string): Promise<BinRules | undefined> {
  return maybe<BinRules>(
    tx,
    `SELECT b.bin_code AS "binCode", b.kind, b.state, b.temperature, b.max_weight_g AS "maxWeight_g",
            b.max_volume_cm3 AS "maxVolume_cm3", b.one_seller AS "oneSeller"
       FROM bin_space s JOIN bin b USING (site_id, bin_code)
      WHERE s.site_id = :siteId AND s.bin_code = :binCode FOR UPDATE OF s`,
    { siteId, binCode },
  );
}

interface LoadRow {
  binCode: string;
  sellerId: string;
  itemId: string;
  lot: string;
  volume_cm3: number;
  weight_g: number;
  ownBins: boolean;
}

/** What lies in these bins and what is on its way there, but for the goods that are asked about. */
export async function loadsOf(
  tx: Tx,
  asked: { binCodes: string[]; except: ReservationKey; at: Date },
): Promise<Map<string, Load>> {
  const found = await rows<LoadRow>(
    tx,
    `WITH content AS (
       SELECT substr(a.place, 5) AS bin_code, a.seller_id, a.item_id, a.lot, a.quantity FROM balance a
        WHERE a.site_id = :siteId AND a.quantity > 0
          AND a.place = ANY(SELECT 'bin/' || code FROM unnest(:binCodes::text[]) AS code)
       UNION ALL
       SELECT r.bin_code, r.seller_id, r.item_id, r.lot, r.quantity FROM bin_reservation r
        WHERE r.site_id = :siteId AND r.bin_code = ANY(:binCodes::text[]) AND r.expires_at > :at
          AND (r.lpn_code, r.item_id, r.lot, r.condition) <> (:lpnCode, :itemId::uuid, :lot, :condition)
     )
     SELECT c.bin_code AS "binCode", c.seller_id AS "sellerId", c.item_id AS "itemId", c.lot,
            sum(c.quantity::bigint * i.unit_volume_cm3) AS volume_cm3, sum(c.quantity::bigint * i.weight_g) AS weight_g,
            coalesce((s.terms ->> 'ownBins')::boolean, false) AS "ownBins"
       FROM content c JOIN item i USING (seller_id, item_id) JOIN seller s USING (seller_id)
      GROUP BY c.bin_code, c.seller_id, c.item_id, c.lot, s.terms`,
    { binCodes: asked.binCodes, at: asked.at, ...asked.except },
  );
  const loads = new Map<string, Load>();
  for (const { binCode, volume_cm3, weight_g, ...item } of found) {
    let load = loads.get(binCode);
    if (load === undefined) loads.set(binCode, (load = { volume_cm3: 0, weight_g: 0, items: [] }));
    load.volume_cm3 += volume_cm3;
    load.weight_g += weight_g;
    load.items.push(item);
  }
  return loads;
}

export async function hintSpace(
  tx: Tx,
  space: { siteId: string; binCode: string; free_volume_cm3: number; free_weight_g: number },
): Promise<void> {
  await change(
    tx,
    `UPDATE bin_space SET free_volume_cm3 = :free_volume_cm3, free_weight_g = :free_weight_g
      WHERE site_id = :siteId AND bin_code = :binCode`,
    space,
  );
}
