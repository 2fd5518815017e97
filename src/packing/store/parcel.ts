import { byCodePart, partParams, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { ParcelState, Temperature } from '../rules.ts';

export interface Parcel {
  siteId: string;
  parcelId: string;
  sscc: string;
  sellerId: string;
  orderId: string;
  source: string;
  suggested: string[];
  cartonCode: string | null;
  state: ParcelState;
  expected_g: number | null;
  weight_g: number | null;
  volume_cm3: number;
  temperature: Temperature;
  addressVersion: number | null;
  holdReason: string | null;
  cancelAsked: boolean;
  at: Date;
  closedAt: Date | null;
}

const PARCEL = `site_id AS "siteId", parcel_id AS "parcelId", sscc, seller_id AS "sellerId", order_id AS "orderId", source,
  suggested, carton_code AS "cartonCode", state, expected_g, weight_g, volume_cm3, temperature,
  address_version AS "addressVersion", hold_reason AS "holdReason", cancel_asked AS "cancelAsked", at,
  closed_at AS "closedAt"`;

export async function insertParcel(
  work: Work,
  parcel: Pick<
    Parcel,
    'siteId' | 'parcelId' | 'sscc' | 'sellerId' | 'orderId' | 'source' | 'suggested' | 'temperature'
  >,
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO parcel (site_id, parcel_id, sscc, seller_id, order_id, source, suggested, temperature, state, packed_by, at)
     VALUES (:siteId, :parcelId, :sscc, :sellerId, :orderId, :source, :suggested, :temperature, 'open', :actor, :at)`,
    { ...parcel, actor: work.actor.userId, at: work.at },
  );
}

export function parcelById(tx: Tx, siteId: string, parcelId: string): Promise<Parcel | undefined> {
  return maybe(tx, `SELECT ${PARCEL} FROM parcel WHERE site_id = :siteId AND parcel_id = :parcelId`, {
    siteId,
    parcelId,
  });
}

/** Two packers at one parcel wait for each other here. */
export function lockParcel(tx: Tx, siteId: string, parcelId: string): Promise<Parcel | undefined> {
  return maybe(tx, `SELECT ${PARCEL} FROM parcel WHERE site_id = :siteId AND parcel_id = :parcelId FOR UPDATE`, {
    siteId,
    parcelId,
  });
}

export function parcelBySscc(tx: Tx, siteId: string, sscc: string): Promise<Parcel | undefined> {
  return maybe(tx, `SELECT ${PARCEL} FROM parcel WHERE site_id = :siteId AND sscc = :sscc`, { siteId, sscc });
}

/** The parcel of a token or id that comes without its site. */
export function parcelAnywhere(tx: Tx, parcelId: string): Promise<Parcel | undefined> {
  return maybe(tx, `SELECT ${PARCEL} FROM parcel WHERE parcel_id = :parcelId`, { parcelId });
}

export function fillingFrom(tx: Tx, siteId: string, source: string): Promise<Parcel | undefined> {
  return maybe(
    tx,
    `SELECT ${PARCEL} FROM parcel
      WHERE site_id = :siteId AND source = :source AND state IN ('open','verified','weighed','labelled') FOR UPDATE`,
    { siteId, source },
  );
}

export function parcelsById(tx: Tx, siteId: string, parcelIds: string[]): Promise<Parcel[]> {
  return rows(
    tx,
    `SELECT ${PARCEL} FROM parcel WHERE site_id = :siteId AND parcel_id = ANY(:parcelIds::uuid[]) ORDER BY parcel_id`,
    { siteId, parcelIds },
  );
}

/** Closed parcels of a site, oldest first: what stands ready to leave. */
export function closedParcels(tx: Tx, siteId: string, parcelIds: string[] | undefined): Promise<Parcel[]> {
  return rows(
    tx,
    `SELECT ${PARCEL} FROM parcel
      WHERE site_id = :siteId AND state = 'closed' AND (:parcelIds::uuid[] IS NULL OR parcel_id = ANY(:parcelIds::uuid[]))
      ORDER BY closed_at, parcel_id LIMIT 20000`,
    { siteId, parcelIds },
  );
}

export function parcelsOfOrder(tx: Tx, orderId: string): Promise<Parcel[]> {
  return rows(tx, `SELECT ${PARCEL} FROM parcel WHERE order_id = :orderId ORDER BY parcel_id`, { orderId });
}

export interface ParcelsAsked {
  siteId?: string | undefined;
  sellerId?: string | undefined;
  siteIds?: string[] | undefined;
  orderId?: string | undefined;
  state?: string | undefined;
  after?: string | undefined;
  limit: number;
}

export function parcelsPage(tx: Tx, asked: ParcelsAsked): Promise<Parcel[]> {
  return rows(
    tx,
    `SELECT ${PARCEL} FROM parcel
      WHERE (:siteId::uuid IS NULL OR site_id = :siteId)
        AND (:siteIds::uuid[] IS NULL OR site_id = ANY(:siteIds::uuid[]))
        AND (:sellerId::uuid IS NULL OR seller_id = :sellerId)
        AND (:orderId::uuid IS NULL OR order_id = :orderId)
        AND (:state::text IS NULL OR state = :state)
        AND (:after::uuid IS NULL OR parcel_id > :after)
      ORDER BY parcel_id LIMIT :limit`,
    {
      siteId: asked.siteId,
      siteIds: asked.siteIds,
      sellerId: asked.sellerId,
      orderId: asked.orderId,
      state: asked.state,
      after: asked.after,
      limit: asked.limit,
    },
  );
}

export interface ParcelFound extends Ranked {
  sscc: string;
  parcelId: string;
  orderId: string;
  sellerId: string;
  state: ParcelState;
}

const BY_PART = byCodePart({
  table: 'parcel',
  column: 'sscc',
  columns: `t.sscc, t.parcel_id AS "parcelId", t.order_id AS "orderId", t.seller_id AS "sellerId", t.state`,
  where: 't.site_id = :siteId::uuid',
  onlyEnds: true,
});

/** Parcels by the last digits of their labels, the latest first. */
export function parcelsByPart(tx: Tx, asked: PartAsked): Promise<ParcelFound[]> {
  return rows(tx, `${BY_PART} ORDER BY rank, "parcelId" DESC LIMIT :limit`, partParams(asked));
}
