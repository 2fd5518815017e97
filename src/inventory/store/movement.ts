import { rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Movement } from '../post.ts';

interface Effect {
  what: 'lowered' | 'due' | 'stock' | 'stockDue';
  place: string | null;
  condition: string | null;
  item_id: string;
  seller_id: string;
  lot: string | null;
  serial: string | null;
  freed: boolean;
}

const key = (e: Effect) => [e.place, e.item_id, e.lot, e.serial, e.condition].join(' ');

/** A movement as it is written: `work` says who does it, with what device and when. */
export interface Written {
  work: Work;
  movementId: string;
  movement: Movement;
}

/**
 * One statement for all movements of one site: ledger rows, balances lowered under their guard and raised, item sums
 * changed under theirs. Rows are locked in key order, balances before sums. What was due and not done comes back as
 * `short`; the caller refuses.
 * Sums (item_stock): on_hand = units at dock, bin, lpn, tote, wall and parcel; held = not sellable at dock, bin and
 * lpn; allocated = allocated in balances + everything at tote, wall and parcel.
 */
export async function writeMovements(tx: Tx, siteId: string, written: Written[]) {
  const legs = written.flatMap(({ movement }, no) =>
    movement.legs.map((leg, at) => ({
      no,
      leg: at + 1,
      seller_id: leg.sellerId,
      item_id: leg.itemId,
      lot: leg.lot ?? '',
      serial: leg.serial ?? '',
      from_place: leg.from,
      from_condition: leg.fromCondition ?? 'sellable',
      to_place: leg.to,
      to_condition: leg.toCondition ?? leg.fromCondition ?? 'sellable',
      quantity: leg.quantity,
      taken: leg.taken ?? 0,
    })),
  );
  const movements = written.map(({ work, movementId, movement }, no) => ({
    no,
    movement_id: movementId,
    kind: movement.kind,
    reason: movement.reason,
    reverses: movement.reverses,
    actor_id: work.actor.userId,
    device_id: work.actor.deviceId,
    at: work.at,
  }));
  const effects = await rows<Effect>(tx, MOVE, {
    site: siteId,
    movements: JSON.stringify(movements),
    legs: JSON.stringify(legs),
  });
  const lowered = new Set(effects.filter((e) => e.what === 'lowered').map(key));
  const summed = new Set(effects.filter((e) => e.what === 'stock').map((e) => e.item_id));
  const short = effects
    .filter((e) => (e.what === 'due' && !lowered.has(key(e))) || (e.what === 'stockDue' && !summed.has(e.item_id)))
    .map((e) => ({ itemId: e.item_id, place: e.place ?? 'site', lot: e.lot ?? '', condition: e.condition ?? '' }));
  const freed = effects
    .filter((e) => e.what === 'stockDue' && e.freed)
    .map((e) => ({ itemId: e.item_id, sellerId: e.seller_id }));
  return { short, freed };
}

const MOVE = `
WITH leg AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(:legs::jsonb) AS l(
    no int, leg int, seller_id uuid, item_id uuid, lot text, serial text, from_place text, from_condition text,
    to_place text, to_condition text, quantity int, taken int)
), side AS (
  SELECT seller_id, item_id, lot, serial, from_place AS place, from_condition AS condition, -quantity AS q, taken FROM leg
  UNION ALL
  SELECT seller_id, item_id, lot, serial, to_place, to_condition, quantity, 0 FROM leg
), delta AS MATERIALIZED (
  SELECT seller_id, item_id, lot, serial, place, condition,
         sum(q)::int AS q, sum(taken)::int AS taken, count(*)::int AS legs, split_part(place, '/', 1) AS place_kind
    FROM side WHERE position('/' in place) > 0
   GROUP BY seller_id, item_id, lot, serial, place, condition
), locked AS MATERIALIZED (
  SELECT b.place, b.item_id, b.lot, b.serial, b.condition
    FROM balance b JOIN delta d USING (place, item_id, lot, serial, condition)
   WHERE b.site_id = :site::uuid
   ORDER BY b.place, b.item_id, b.lot, b.serial, b.condition
     FOR UPDATE OF b
), lowered AS (
  UPDATE balance b
     SET quantity = b.quantity + d.q, allocated = b.allocated - d.taken, legs = b.legs + d.legs
    FROM delta d JOIN locked USING (place, item_id, lot, serial, condition)
   WHERE b.site_id = :site::uuid AND b.place = d.place AND b.item_id = d.item_id AND b.lot = d.lot
     AND b.serial = d.serial AND b.condition = d.condition
     AND d.q < 0 AND b.allocated >= d.taken AND b.quantity + d.q >= b.allocated - d.taken
  RETURNING b.place, b.condition, b.item_id, b.lot, b.serial
), raised AS (
  INSERT INTO balance AS b (site_id, place, item_id, lot, serial, condition, seller_id, quantity, legs)
  SELECT :site::uuid, place, item_id, lot, serial, condition, seller_id, q, legs
    FROM delta WHERE q >= 0 ORDER BY place, item_id, lot, serial, condition
  ON CONFLICT (site_id, place, item_id, lot, serial, condition)
  DO UPDATE SET quantity = b.quantity + excluded.quantity, legs = b.legs + excluded.legs
), effect AS MATERIALIZED (
  SELECT seller_id, item_id,
         sum(q) FILTER (WHERE place_kind <> 'vehicle')::int AS on_hand,
         sum(q) FILTER (WHERE place_kind IN ('dock','bin','lpn') AND condition <> 'sellable')::int AS held,
         (coalesce(sum(q) FILTER (WHERE place_kind IN ('tote','wall','parcel')), 0) - sum(taken))::int AS allocated
    FROM delta GROUP BY seller_id, item_id
), due AS MATERIALIZED (
  SELECT seller_id, item_id, coalesce(on_hand, 0) AS on_hand, coalesce(held, 0) AS held, allocated
    FROM effect WHERE coalesce(on_hand, 0) <> 0 OR coalesce(held, 0) <> 0 OR allocated <> 0
), stock_locked AS MATERIALIZED (
  SELECT s.item_id FROM item_stock s JOIN due USING (item_id)
   WHERE s.site_id = :site::uuid ORDER BY s.item_id FOR UPDATE OF s
), summed AS (
  UPDATE item_stock s
     SET on_hand = s.on_hand + e.on_hand, held = s.held + e.held, allocated = s.allocated + e.allocated
    FROM due e JOIN stock_locked USING (item_id)
   WHERE s.site_id = :site::uuid AND s.item_id = e.item_id
     AND s.on_hand + e.on_hand >= 0 AND s.held + e.held >= 0 AND s.allocated + e.allocated >= 0
     AND s.on_hand + e.on_hand - s.held - e.held - s.promised - s.allocated - e.allocated >= 0
  RETURNING s.item_id
), begun AS (
  INSERT INTO item_stock AS s (site_id, item_id, seller_id, on_hand, held, allocated)
  SELECT :site::uuid, item_id, seller_id, on_hand, held, allocated FROM due e
   WHERE on_hand > 0 AND NOT EXISTS (SELECT 1 FROM item_stock x WHERE x.site_id = :site::uuid AND x.item_id = e.item_id)
   ORDER BY item_id
  ON CONFLICT (site_id, item_id) DO UPDATE
    SET on_hand = s.on_hand + excluded.on_hand, held = s.held + excluded.held, allocated = s.allocated + excluded.allocated
  RETURNING s.item_id
), written AS (
  INSERT INTO ledger (site_id, movement_id, leg, kind, seller_id, item_id, lot, serial, from_place, from_condition,
                      to_place, to_condition, quantity, reason, reverses, actor_id, device_id, at, seal)
  SELECT :site::uuid, m.movement_id, leg, m.kind, seller_id, item_id, lot, serial, from_place, from_condition,
         to_place, to_condition, quantity, m.reason, m.reverses, m.actor_id, m.device_id, m.at,
         md5(concat_ws('|', :site::uuid, m.movement_id, leg, m.kind, seller_id, item_id, lot, serial, from_place,
                       from_condition, to_place, to_condition, quantity, coalesce(m.reason, ''),
                       coalesce(m.reverses::text, ''), m.actor_id, coalesce(m.device_id, ''), extract(epoch FROM m.at)))
    FROM leg JOIN jsonb_to_recordset(:movements::jsonb) AS m(
      no int, movement_id uuid, kind text, reason text, reverses uuid, actor_id uuid, device_id text, at timestamptz)
      USING (no)
)
SELECT 'lowered' AS what, place, condition, item_id, NULL::uuid AS seller_id, lot, serial, false AS freed FROM lowered
UNION ALL SELECT 'due', place, condition, item_id, seller_id, lot, serial, false FROM delta WHERE q < 0
UNION ALL SELECT 'stock', NULL, NULL, item_id, NULL, NULL, NULL, false FROM summed
UNION ALL SELECT 'stock', NULL, NULL, item_id, NULL, NULL, NULL, false FROM begun
UNION ALL SELECT 'stockDue', NULL, NULL, item_id, seller_id, NULL, NULL, on_hand - held - allocated > 0 FROM due`;
