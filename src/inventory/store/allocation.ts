import { OvertakenError } from '../../platform/errors.ts';
import { arraysOf, one, rows, send } from '../../platform/sql.ts';
import type { Work } from '../../platform/work.ts';
import type { Share } from '../rules.ts';

export interface NewAllocation extends Share {
  allocationId: string;
}

/**
 * promise → allocation: promise lines, balances and sums change together. The caller holds the balances and the lines, and
 * what they have: where they have less, the transaction runs again.
 */
export async function insertAllocations(work: Work, siteId: string, allocations: NewAllocation[]): Promise<void> {
  const { promised, lines } = await one<{ promised: number; lines: number }>(
    work.tx,
    `WITH a AS MATERIALIZED (
       SELECT * FROM unnest(:allocationId::uuid[], :sellerId::uuid[], :promiseId::uuid[], :orderId::uuid[], :lineNo::int[],
                            :itemId::uuid[], :place::text[], :lot::text[], :serial::text[], :quantity::int[])
         AS a(allocation_id, seller_id, promise_id, order_id, line_no, item_id, place, lot, serial, quantity)
     ), l AS MATERIALIZED (
       SELECT promise_id, item_id, sum(quantity)::int AS quantity FROM a GROUP BY 1, 2
     ), made AS (
       INSERT INTO allocation (site_id, allocation_id, seller_id, promise_id, order_id, line_no, item_id, place, lot,
                               serial, quantity, state, at)
       SELECT :siteId::uuid, a.*, 'active', :at::timestamptz FROM a
     ), taken AS (
       UPDATE balance b SET allocated = b.allocated + d.quantity
         FROM (SELECT place, item_id, lot, serial, sum(quantity)::int AS quantity FROM a GROUP BY 1, 2, 3, 4) d
        WHERE b.site_id = :siteId::uuid AND b.place = d.place AND b.item_id = d.item_id AND b.lot = d.lot
          AND b.serial = d.serial AND b.condition = 'sellable'
     ), line AS (
       UPDATE promise_line p SET open = p.open - l.quantity FROM l
        WHERE p.site_id = :siteId::uuid AND p.promise_id = l.promise_id AND p.item_id = l.item_id AND p.open >= l.quantity
       RETURNING l.item_id, l.quantity
     ), due AS MATERIALIZED (
       SELECT s.item_id, d.quantity FROM item_stock s
         JOIN (SELECT item_id, sum(quantity)::int AS quantity FROM line GROUP BY 1) d USING (item_id)
        WHERE s.site_id = :siteId::uuid ORDER BY s.item_id FOR UPDATE OF s
     ), sums AS (
       UPDATE item_stock s SET promised = s.promised - d.quantity, allocated = s.allocated + d.quantity FROM due d
        WHERE s.site_id = :siteId::uuid AND s.item_id = d.item_id
     )
     SELECT (SELECT count(*) FROM line) AS promised, (SELECT count(*) FROM l) AS lines`,
    {
      siteId,
      at: work.at,
      ...arraysOf(allocations, [
        'allocationId',
        'sellerId',
        'promiseId',
        'orderId',
        'lineNo',
        'itemId',
        'place',
        'lot',
        'serial',
        'quantity',
      ]),
    },
  );
  if (promised !== lines) throw new OvertakenError('promised units were lost meanwhile');
}

export interface AllocationRow {
  allocationId: string;
  sellerId: string;
  promiseId: string;
  orderId: string;
  lineNo: number;
  itemId: string;
  place: string;
  lot: string;
  serial: string;
  quantity: number;
  picked: number;
  state: string;
  at: Date;
}

export const ALLOCATION = `allocation_id AS "allocationId", seller_id AS "sellerId", promise_id AS "promiseId",
  order_id AS "orderId", line_no AS "lineNo", item_id AS "itemId", place, lot, serial, quantity, picked, state,
  at`;

/** The caller holds the allocations and knows that they have as much. */
export function countPicked(work: Work, siteId: string, picked: { allocationId: string; quantity: number }[]): void {
  send(
    work.tx,
    `UPDATE allocation a SET picked = a.picked + p.quantity,
            state = CASE WHEN a.picked + p.quantity = a.quantity THEN 'fulfilled' ELSE a.state END
       FROM (SELECT id, sum(n)::int AS quantity FROM unnest(:ids::uuid[], :quantities::int[]) AS u(id, n) GROUP BY id) p
      WHERE a.site_id = :siteId::uuid AND a.allocation_id = p.id`,
    { siteId, ids: picked.map((one) => one.allocationId), quantities: picked.map((one) => one.quantity) },
  );
}

/**
 * Ends allocations that are active: their unpicked units leave the balances' allocated, and go back under the promises
 * (`promised` true) or become free. The caller holds all of it (`lockStock`). @returns those that it ended
 */
export async function endAllocations(
  work: Work,
  siteId: string,
  allocationIds: string[],
  promised: boolean,
): Promise<ReadonlySet<string>> {
  const ended = await rows<{ allocationId: string }>(
    work.tx,
    `WITH ended AS (
       UPDATE allocation SET state = CASE WHEN :promised::boolean THEN 'broken' ELSE 'released' END
        WHERE site_id = :siteId::uuid AND allocation_id = ANY(:allocationIds::uuid[]) AND state = 'active'
       RETURNING allocation_id, promise_id, item_id, place, lot, serial, quantity - picked AS rest
     ), back AS (
       UPDATE balance b SET allocated = b.allocated - e.rest
         FROM (SELECT place, item_id, lot, serial, sum(rest)::int AS rest FROM ended GROUP BY 1, 2, 3, 4) e
        WHERE b.site_id = :siteId::uuid AND b.place = e.place AND b.item_id = e.item_id AND b.lot = e.lot
          AND b.serial = e.serial AND b.condition = 'sellable'
     ), line AS (
       UPDATE promise_line l SET open = l.open + e.rest
         FROM (SELECT promise_id, item_id, sum(rest)::int AS rest FROM ended GROUP BY 1, 2) e
        WHERE :promised::boolean AND l.site_id = :siteId::uuid AND l.promise_id = e.promise_id AND l.item_id = e.item_id
     ), sums AS (
       UPDATE item_stock s
          SET allocated = s.allocated - e.rest, promised = s.promised + CASE WHEN :promised::boolean THEN e.rest ELSE 0 END
         FROM (SELECT item_id, sum(rest)::int AS rest FROM ended GROUP BY 1) e
        WHERE s.site_id = :siteId::uuid AND s.item_id = e.item_id
     )
     SELECT allocation_id AS "allocationId" FROM ended`,
    { siteId, allocationIds, promised },
  );
  return new Set(ended.map(({ allocationId }) => allocationId));
}
