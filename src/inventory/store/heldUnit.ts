import { arraysOf, change, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Balance } from './stock.ts';

export type Account = Pick<Balance, 'place' | 'sellerId' | 'itemId' | 'lot' | 'serial' | 'quantity'>;

/** Units that a hold has. */
export interface HeldUnits extends Account {
  holdId: string;
}

/** Units that a hold gets at places: taken out of sale there, or else carried there. The caller holds their balances. */
export async function noteHeld(work: Work, siteId: string, held: HeldUnits[], { carried = false } = {}): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO hold_unit AS u (site_id, hold_id, place, item_id, lot, serial, seller_id, taken, held)
     SELECT :siteId::uuid, hold_id, place, item_id, lot, serial, seller_id,
            CASE WHEN :carried::boolean THEN 0 ELSE sum(quantity) END::int, sum(quantity)::int
       FROM unnest(:holdId::uuid[], :place::text[], :itemId::uuid[], :lot::text[], :serial::text[], :sellerId::uuid[],
                   :quantity::int[]) AS t(hold_id, place, item_id, lot, serial, seller_id, quantity)
      GROUP BY hold_id, place, item_id, lot, serial, seller_id
      ORDER BY hold_id, place, item_id, lot, serial
     ON CONFLICT (site_id, hold_id, place, item_id, lot, serial)
     DO UPDATE SET taken = u.taken + excluded.taken, held = u.held + excluded.held`,
    { siteId, carried, ...arraysOf(held, ['holdId', 'place', 'itemId', 'lot', 'serial', 'sellerId', 'quantity']) },
  );
}

/** Units that holds have no more at places: they were carried off, or are on hold no longer. The caller holds their balances. */
export async function loseHeld(work: Work, siteId: string, lost: HeldUnits[]): Promise<void> {
  await change(
    work.tx,
    `UPDATE hold_unit u SET held = u.held - l.quantity
       FROM (SELECT hold_id, place, item_id, lot, serial, sum(quantity)::int AS quantity
               FROM unnest(:holdId::uuid[], :place::text[], :itemId::uuid[], :lot::text[], :serial::text[], :quantity::int[])
                 AS t(hold_id, place, item_id, lot, serial, quantity)
              GROUP BY 1, 2, 3, 4, 5) l
      WHERE u.site_id = :siteId::uuid AND u.hold_id = l.hold_id AND u.place = l.place AND u.item_id = l.item_id
        AND u.lot = l.lot AND u.serial = l.serial`,
    { siteId, ...arraysOf(lost, ['holdId', 'place', 'itemId', 'lot', 'serial', 'quantity']) },
  );
}

const HELD = `u.place, u.seller_id AS "sellerId", u.item_id AS "itemId", u.lot, u.serial, u.held AS quantity`;

export function unitsOfHold(tx: Tx, siteId: string, holdId: string): Promise<Account[]> {
  return rows(
    tx,
    `SELECT ${HELD} FROM hold_unit u WHERE u.site_id = :siteId::uuid AND u.hold_id = :holdId::uuid AND u.held > 0
      ORDER BY u.place, u.item_id, u.lot, u.serial`,
    { siteId, holdId },
  );
}

/** Of an open hold, with all that lies on hold there, whoever held it. */
export interface HeldThere extends HeldUnits {
  lying: number;
}

/** What open holds have at places of items, the latest hold first. */
export function heldThere(
  tx: Tx,
  siteId: string,
  accounts: Omit<Account, 'sellerId' | 'quantity'>[],
): Promise<HeldThere[]> {
  return rows(
    tx,
    `SELECT u.hold_id AS "holdId", ${HELD}, b.quantity AS lying
       FROM (SELECT DISTINCT * FROM unnest(:place::text[], :itemId::uuid[], :lot::text[], :serial::text[]))
              AS k(place, item_id, lot, serial)
       JOIN hold h ON h.site_id = :siteId::uuid AND h.state = 'open'
       JOIN hold_unit u ON u.site_id = h.site_id AND u.hold_id = h.hold_id AND u.place = k.place AND u.item_id = k.item_id
        AND u.lot = k.lot AND u.serial = k.serial AND u.held > 0
       JOIN balance b ON b.site_id = u.site_id AND b.place = u.place AND b.item_id = u.item_id AND b.lot = u.lot
        AND b.serial = u.serial AND b.condition = 'hold'
      ORDER BY u.hold_id DESC`,
    { siteId, ...arraysOf(accounts, ['place', 'itemId', 'lot', 'serial']) },
  );
}
