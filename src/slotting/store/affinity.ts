import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { AffinityRow } from '../affinity.ts';

/** What is known of these items, locked in their order until the commit. */
export function lockAffinity(tx: Tx, sellerId: string, itemIds: string[]): Promise<AffinityRow[]> {
  return rows<AffinityRow>(
    tx,
    `SELECT item_id AS "itemId", demand, neighbours, weights FROM affinity
      WHERE seller_id = :sellerId AND item_id = ANY(:itemIds::uuid[]) ORDER BY item_id FOR UPDATE`,
    { sellerId, itemIds },
  );
}

export async function keepAffinity(tx: Tx, sellerId: string, known: AffinityRow[], at: Date): Promise<void> {
  await change(
    tx,
    `INSERT INTO affinity (seller_id, item_id, demand, neighbours, weights, at)
     SELECT :sellerId, r."itemId", r.demand, r.neighbours, r.weights, :at::timestamptz
       FROM jsonb_to_recordset(:known::jsonb)
         AS r("itemId" uuid, demand double precision, neighbours uuid[], weights double precision[])
      ORDER BY r."itemId"
     ON CONFLICT (seller_id, item_id) DO UPDATE
       SET demand = excluded.demand, neighbours = excluded.neighbours, weights = excluded.weights, at = excluded.at`,
    { sellerId, known: JSON.stringify(known), at },
  );
}

export interface Standing {
  demand: number;
  /** Of the seller's fastest item. */
  highest: number;
  neighbours: string[];
  weights: number[];
}

/** How fast an item sells and with what; undefined where nothing is known of it. */
export function standingOf(tx: Tx, sellerId: string, itemId: string, used: number): Promise<Standing | undefined> {
  return maybe<Standing>(
    tx,
    `SELECT demand, neighbours[1:(:used)::int] AS neighbours, weights[1:(:used)::int] AS weights,
            (SELECT max(demand) FROM affinity WHERE seller_id = :sellerId) AS highest
       FROM affinity WHERE seller_id = :sellerId AND item_id = :itemId`,
    { sellerId, itemId, used },
  );
}

/** The items of an order that was shipped, by its fulfilled allocations. */
export function itemsShipped(tx: Tx, sellerId: string, orderId: string): Promise<{ itemId: string }[]> {
  return rows<{ itemId: string }>(
    tx,
    `SELECT DISTINCT item_id AS "itemId" FROM allocation
      WHERE order_id = :orderId AND seller_id = :sellerId AND state = 'fulfilled'`,
    { sellerId, orderId },
  );
}
