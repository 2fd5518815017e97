import { change, rows, send } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

export interface BookedSlot {
  dockCode: string;
  startsAt: Date;
}

/** Hours that somebody has, holds of drafts among them while they last. */
export function slotsTaken(tx: Tx, asked: { siteId: string; from: Date; to: Date; at: Date }): Promise<BookedSlot[]> {
  return rows<BookedSlot>(
    tx,
    `SELECT dock_code AS "dockCode", starts_at AS "startsAt"
       FROM dock_hours_taken(:siteId::uuid, :from::timestamptz, :to::timestamptz, :at::timestamptz)`,
    asked,
  );
}

/**
 * Takes an hour of a dock unless somebody has it; a draft's whose time is over is freed first. Its key lets one of two who ask
 * at once have it.
 */
export async function takeSlot(
  tx: Tx,
  slot: BookedSlot & { siteId: string; shipmentId: string; heldUntil: Date | null; at: Date },
): Promise<boolean> {
  send(tx, `SELECT free_dock_hour(:siteId::uuid, :dockCode, :startsAt::timestamptz, :at::timestamptz)`, { ...slot });
  const taken = await change(
    tx,
    `INSERT INTO dock_booking (site_id, dock_code, starts_at, shipment_id, held_until)
     VALUES (:siteId, :dockCode, :startsAt, :shipmentId, :heldUntil)
     ON CONFLICT (site_id, dock_code, starts_at) DO NOTHING`,
    { ...slot },
  );
  return taken === 1;
}

export async function leaveSlot(tx: Tx, siteId: string, shipmentId: string): Promise<void> {
  await change(tx, `DELETE FROM dock_booking WHERE site_id = :siteId AND shipment_id = :shipmentId`, {
    siteId,
    shipmentId,
  });
}

/** A draft's hold becomes a booking if it has not run out; whether it did. */
export async function confirmSlot(tx: Tx, siteId: string, shipmentId: string, at: Date): Promise<boolean> {
  const kept = await change(
    tx,
    `UPDATE dock_booking SET held_until = NULL
      WHERE site_id = :siteId AND shipment_id = :shipmentId AND (held_until IS NULL OR held_until > :at)`,
    { siteId, shipmentId, at },
  );
  return kept === 1;
}

export function dropHolds(tx: Tx, at: Date): Promise<number> {
  return change(tx, `DELETE FROM dock_booking WHERE held_until <= :at`, { at });
}
