import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Stop } from './stop.ts';
import type { StopParcel } from './stopParcel.ts';

/** One parcel at one door on one route. */
export interface VisitRow extends Pick<StopParcel, 'parcelId' | 'stopId' | 'routeId' | 'afterFailure' | 'decidedAt'> {
  sscc: string;
  vehicle: string;
  driverId: string | null;
  departedAt: Date | null;
  position: number;
  state: Stop['state'];
  reason: string | null;
  etaAt: Date;
  doneAt: Date | null;
  parcelState: StopParcel['state'];
  photoId: string | null;
  signatureId: string | null;
  code: boolean;
}

/** So many at the most: five hundred parcels, ten times each. */
const MOST = 5_000;

/**
 * The visits of doors with these parcels, those that were made and the one that is still to come, in their order. What a
 * route left at the dock came to no door, and what it gave up before the door is no visit of it any more.
 */
const visits = (whose: string) => `
  SELECT x.parcel_id AS "parcelId", p.sscc, x.stop_id AS "stopId", x.route_id AS "routeId", v.code AS vehicle,
         r.driver_id AS "driverId", r.departed_at AS "departedAt", s.position, s.state, s.reason, s.eta_at AS "etaAt",
         s.done_at AS "doneAt", x.state AS "parcelState", x.after_failure AS "afterFailure", x.decided_at AS "decidedAt",
         s.photo_id AS "photoId", s.signature_id AS "signatureId", s.door_code IS NOT NULL AS code
    FROM parcel p
    JOIN stop_parcel x ON x.site_id = p.site_id AND x.parcel_id = p.parcel_id
    JOIN stop s ON s.site_id = x.site_id AND s.stop_id = x.stop_id
    JOIN route r ON r.site_id = x.site_id AND r.route_id = x.route_id
    JOIN vehicle v ON v.site_id = r.site_id AND v.vehicle_id = r.vehicle_id
   WHERE p.site_id = :siteId::uuid AND ${whose}
     AND x.state <> 'left' AND (s.done_at IS NOT NULL OR x.live)
   ORDER BY s.done_at NULLS LAST, x.route_id, s.position, p.sscc LIMIT ${MOST}`;

export const visitsOfOrder = (tx: Tx, siteId: string, orderId: string): Promise<VisitRow[]> =>
  rows(tx, visits('p.order_id = :orderId::uuid'), { siteId, orderId });

/** Of the parcels of a route: its own visits of them, and what other routes made of them. */
export const visitsOfRoute = (tx: Tx, siteId: string, routeId: string): Promise<VisitRow[]> =>
  rows(
    tx,
    visits(
      'p.parcel_id IN (SELECT parcel_id FROM stop_parcel WHERE site_id = :siteId::uuid AND route_id = :routeId::uuid)',
    ),
    { siteId, routeId },
  );
