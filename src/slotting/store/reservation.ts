import { change, maybe } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Why } from '../schema.ts';

export interface Reservation {
  reservationId: string;
  binCode: string;
  quantity: number;
  why: Why;
}

export interface ReservationKey {
  siteId: string;
  lpnCode: string;
  itemId: string;
  lot: string;
  condition: string;
}

/** The live reservation for goods of an LPN, while its bin is still open. */
export function reservationFor(tx: Tx, key: ReservationKey & { at: Date }): Promise<Reservation | undefined> {
  return maybe<Reservation>(
    tx,
    `SELECT r.reservation_id AS "reservationId", r.bin_code AS "binCode", r.quantity, r.why
       FROM bin_reservation r JOIN bin b USING (site_id, bin_code)
      WHERE r.site_id = :siteId AND r.lpn_code = :lpnCode AND r.item_id = :itemId AND r.lot = :lot
        AND r.condition = :condition AND r.expires_at > :at AND b.state = 'open'`,
    { ...key },
  );
}

/** Replaces what was reserved for these goods. */
export async function keepReservation(
  tx: Tx,
  reservation: ReservationKey & Reservation & { sellerId: string; expiresAt: Date },
): Promise<void> {
  await change(
    tx,
    `INSERT INTO bin_reservation (site_id, reservation_id, bin_code, lpn_code, seller_id, item_id, lot, condition,
                                  quantity, why, expires_at)
     VALUES (:siteId, :reservationId, :binCode, :lpnCode, :sellerId, :itemId, :lot, :condition, :quantity,
             :why::jsonb, :expiresAt)
     ON CONFLICT (site_id, lpn_code, item_id, lot, condition) DO UPDATE
       SET reservation_id = excluded.reservation_id, bin_code = excluded.bin_code, quantity = excluded.quantity,
           why = excluded.why, expires_at = excluded.expires_at`,
    { ...reservation, why: JSON.stringify(reservation.why) },
  );
}

export async function dropReservation(tx: Tx, key: ReservationKey): Promise<void> {
  await change(
    tx,
    `DELETE FROM bin_reservation
      WHERE site_id = :siteId AND lpn_code = :lpnCode AND item_id = :itemId AND lot = :lot AND condition = :condition`,
    { ...key },
  );
}

export function dropExpired(tx: Tx, at: Date): Promise<number> {
  return change(tx, `DELETE FROM bin_reservation WHERE expires_at <= :at`, { at });
}
