import { arraysOf, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Source } from '../rules.ts';
import { ALLOCATION, type AllocationRow } from './allocation.ts';
import type { PromiseIds, StockKey } from './promise.ts';

/**
 * Rows of some promises. Not a join with pairs of keys: before a table is analysed that was seen to be planned as a merge by
 * site, every line of the site against every promise (644 of 663 ms for 500 promises).
 */
export const OF_PROMISES = `site_id = ANY(:siteId::uuid[]) AND promise_id = ANY(:promiseId::uuid[])`;

/** The rows of promises themselves: who ends one holds it before its lines. */
export async function lockPromises(tx: Tx, promises: PromiseIds[]): Promise<void> {
  await rows(
    tx,
    `SELECT 1 FROM promise WHERE ${OF_PROMISES} ORDER BY site_id, promise_id FOR UPDATE`,
    arraysOf(promises, ['siteId', 'promiseId']),
  );
}

export function lockAllocations(tx: Tx, siteId: string, allocationIds: string[]): Promise<AllocationRow[]> {
  return rows(
    tx,
    `SELECT ${ALLOCATION} FROM allocation
      WHERE site_id = :siteId::uuid AND allocation_id = ANY(:allocationIds::uuid[])
      ORDER BY allocation_id FOR UPDATE`,
    { siteId, allocationIds },
  );
}

export interface PlaceKey {
  place: string;
  itemId: string;
}

/** The same with all that is still to be picked for orders or at places. */
export function lockAllocationsOf(
  tx: Tx,
  siteId: string,
  of: { allocationIds: string[]; orderIds: string[]; places: PlaceKey[] },
): Promise<AllocationRow[]> {
  return rows(
    tx,
    `WITH key AS MATERIALIZED (
       SELECT unnest(:allocationIds::uuid[]) AS allocation_id
       UNION SELECT allocation_id FROM allocation
              WHERE site_id = :siteId::uuid AND order_id = ANY(:orderIds::uuid[]) AND state = 'active'
       UNION SELECT a.allocation_id FROM unnest(:place::text[], :itemId::uuid[]) AS k(place, item_id)
               JOIN allocation a ON a.site_id = :siteId::uuid AND a.place = k.place AND a.item_id = k.item_id
                AND a.state = 'active'
     )
     SELECT ${ALLOCATION} FROM allocation JOIN key USING (allocation_id)
      WHERE site_id = :siteId::uuid ORDER BY allocation_id FOR UPDATE OF allocation`,
    { siteId, allocationIds: of.allocationIds, orderIds: of.orderIds, ...arraysOf(of.places, ['place', 'itemId']) },
  );
}

/** What is still to be picked at places, as it is at this moment: who holds the balances there knows that it stays so. */
export function allocationsAt(tx: Tx, siteId: string, places: PlaceKey[]): Promise<AllocationRow[]> {
  return rows(
    tx,
    `SELECT ${ALLOCATION} FROM allocation
      WHERE site_id = :siteId::uuid AND state = 'active'
        AND (place, item_id) IN (SELECT * FROM unnest(:place::text[], :itemId::uuid[]))`,
    { siteId, ...arraysOf(places, ['place', 'itemId']) },
  );
}

const FREE_TO_PICK = `b.item_id = ANY(:sourced::uuid[]) AND b.condition = 'sellable' AND b.quantity > b.allocated
                      AND b.place LIKE 'bin/%'`;
const AT_PLACES = `(b.place, b.item_id) IN (SELECT * FROM unnest(:place::text[], :itemId::uuid[]))`;

/**
 * In which rows of balances are locked. The sellable row of a place stands before those of its held, damaged or expired
 * units: who takes units out of sale holds it before he finds, or makes, the row that they go to.
 */
export const BALANCE_ORDER = `place, item_id, lot, serial, condition <> 'sellable', condition`;

const locked = (which: string) => `
  WITH locked AS MATERIALIZED (
    SELECT b.place, b.item_id, b.seller_id, b.lot, b.serial, b.quantity - b.allocated AS free,
           b.condition = 'sellable' AND b.item_id = ANY(:sourced::uuid[]) AS sourced
      FROM balance b
     WHERE b.site_id = :siteId::uuid AND ${which}
     ORDER BY ${BALANCE_ORDER} FOR UPDATE
  )
  SELECT l.place, l.item_id AS "itemId", l.lot, l.serial, l.free
    FROM locked l
    JOIN bin ON bin.site_id = :siteId::uuid AND bin.bin_code = substr(l.place, 5)
     AND bin.kind = 'pick' AND bin.state = 'open'
    LEFT JOIN lot ON lot.seller_id = l.seller_id AND lot.item_id = l.item_id AND lot.lot = l.lot
   WHERE l.sourced AND l.free > 0 AND l.place LIKE 'bin/%'
     AND (lot.expiry IS NULL OR lot.expiry >
          (:at::timestamptz AT TIME ZONE (SELECT time_zone FROM site WHERE site_id = :siteId::uuid))::date)
   ORDER BY lot.expiry NULLS LAST, l.place, l.lot, l.serial`;

/**
 * All that lies at places of items, and what is free in pick bins of the items `sourced`.
 * @returns free units of these in open pick bins, in the order in which they are to be taken: first expired first out, then place
 */
export function lockBalances(
  work: Work,
  siteId: string,
  { sourced, places }: { sourced: string[]; places: PlaceKey[] },
): Promise<Source[]> {
  const { tx, at } = work;
  if (places.length === 0) return rows(tx, locked(FREE_TO_PICK), { siteId, at, sourced });
  const keys = { siteId, at, sourced, ...arraysOf(places, ['place', 'itemId']) };
  return rows(tx, locked(`(${FREE_TO_PICK} OR ${AT_PLACES})`), keys);
}

/** One line of a promise, or all of them where no item is named. */
export interface LineKey extends PromiseIds {
  itemId?: string | undefined;
}

/** What a line still holds. */
export interface LineHeld extends PromiseIds {
  itemId: string;
  open: number;
}

export function lockLines(tx: Tx, keys: LineKey[]): Promise<LineHeld[]> {
  return rows(
    tx,
    `SELECT site_id AS "siteId", promise_id AS "promiseId", item_id AS "itemId", open
       FROM promise_line
      WHERE ${OF_PROMISES} AND (promise_id = ANY(:whole::uuid[]) OR (promise_id, item_id) IN (
              SELECT * FROM unnest(:ofPromise::uuid[], :itemId::uuid[])))
      ORDER BY site_id, item_id, promise_id FOR UPDATE`,
    {
      // each once: the planner weighs every element, which for the lines of 20,000 orders took half a second
      siteId: [...new Set(keys.map(({ siteId }) => siteId))],
      promiseId: [...new Set(keys.map(({ promiseId }) => promiseId))],
      whole: keys.flatMap(({ promiseId, itemId }) => (itemId === undefined ? promiseId : [])),
      ...arraysOf(
        keys.map(({ promiseId, itemId = null }) => ({ ofPromise: promiseId, itemId })),
        ['ofPromise', 'itemId'],
      ),
    },
  );
}

/**
 * Of these lines the promises of those that nobody else holds. It comes after the sums, against the order, and closes no circle:
 * it waits for nobody, and after it nothing is waited for but what the caller holds. What is open of a line it gets is what was
 * read under the sum: whoever changes that holds the sum, too.
 */
export async function lockFreeLines(
  tx: Tx,
  { siteId, itemId }: StockKey,
  promiseIds: string[],
): Promise<ReadonlySet<string>> {
  const free = await rows<{ promiseId: string }>(
    tx,
    `SELECT promise_id AS "promiseId" FROM promise_line
      WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND promise_id = ANY(:promiseIds::uuid[])
        FOR UPDATE SKIP LOCKED`,
    { siteId, itemId, promiseIds },
  );
  return new Set(free.map(({ promiseId }) => promiseId));
}

/** Each key once, however many ask for it. */
export function distinct<K extends StockKey>(keys: K[]): K[] {
  return [...new Map(keys.map((key) => [`${key.siteId} ${key.itemId}`, key])).values()];
}

const AVAILABLE = `
  SELECT s.site_id AS "siteId", s.item_id AS "itemId", s.on_hand - s.held - s.promised - s.allocated AS available
    FROM item_stock s
   WHERE (s.site_id, s.item_id) IN (
     SELECT * FROM unnest(:siteId::uuid[], :itemId::uuid[]))`;

export type Available = StockKey & { available: number };

/** What may still be promised, the rows locked in key order until the transaction ends. */
export function lockAvailable(tx: Tx, keys: StockKey[]): Promise<Available[]> {
  const of = arraysOf(distinct(keys), ['siteId', 'itemId']);
  return rows(tx, `${AVAILABLE} ORDER BY s.site_id, s.item_id FOR UPDATE OF s`, of);
}

/** The same as it is at this moment, for a guess. */
export function availableNow(tx: Tx, keys: StockKey[]): Promise<Available[]> {
  return rows(tx, AVAILABLE, arraysOf(distinct(keys), ['siteId', 'itemId']));
}
