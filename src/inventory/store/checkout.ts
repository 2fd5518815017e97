import { change, maybe, one, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

/** A checkout that was paid and that no order has come of. */
export interface CheckoutRow {
  siteId: string;
  promiseId: string;
  sellerId: string;
  channel: string;
  mall: string;
  externalId: string;
  confirmedAt: Date;
  /** `open`: units that it still keeps from others. */
  lines: { itemId: string; quantity: number; open: number }[];
}

/** What a flash sale keeps aside was never paid. */
const UNORDERED = `p.state = 'confirmed' AND p.order_id IS NULL AND p.confirmed_at IS NOT NULL`;

export interface AfterCheckout {
  confirmedAt: Date;
  promiseId: string;
}

/** Those of a site, the oldest first. */
export function unorderedAt(
  tx: Tx,
  siteId: string,
  { after, limit }: { after: AfterCheckout | undefined; limit: number },
): Promise<CheckoutRow[]> {
  return rows(
    tx,
    `SELECT p.site_id AS "siteId", p.promise_id AS "promiseId", p.seller_id AS "sellerId", p.channel, p.mall,
            p.external_id AS "externalId", p.confirmed_at AS "confirmedAt",
            (SELECT jsonb_agg(jsonb_build_object('itemId', l.item_id, 'quantity', l.quantity, 'open', l.open) ORDER BY l.item_id)
               FROM promise_line l WHERE l.site_id = p.site_id AND l.promise_id = p.promise_id) AS lines
       FROM promise p
      WHERE p.site_id = :siteId::uuid AND ${UNORDERED}
        AND (:afterId::uuid IS NULL OR (p.confirmed_at, p.promise_id) > (:afterAt::timestamptz, :afterId::uuid))
      ORDER BY p.confirmed_at, p.promise_id LIMIT :limit`,
    { siteId, limit, afterAt: after?.confirmedAt, afterId: after?.promiseId },
  );
}

export async function countUnordered(tx: Tx, siteId: string): Promise<number> {
  const sql = `SELECT count(*)::int AS n FROM promise p WHERE p.site_id = :siteId::uuid AND ${UNORDERED}`;
  return (await one<{ n: number }>(tx, sql, { siteId })).n;
}

/** Gives one up unless an order has it or somebody was first: whoever of them comes to the row later sees the other. */
export async function releaseUnordered(
  work: Work,
  { siteId, promiseId }: { siteId: string; promiseId: string },
  reason: string,
): Promise<boolean> {
  const released = await change(
    work.tx,
    `UPDATE promise p SET state = 'released', released_by = :by::uuid, released_at = :at::timestamptz, release_reason = :reason
      WHERE p.site_id = :siteId::uuid AND p.promise_id = :promiseId::uuid AND ${UNORDERED}`,
    { siteId, promiseId, reason, by: work.actor.userId, at: work.at },
  );
  return released === 1;
}

/** How the desk gave one up. */
export function givenUp(tx: Tx, siteId: string, promiseId: string): Promise<{ reason: string } | undefined> {
  return maybe(
    tx,
    `SELECT release_reason AS reason FROM promise
      WHERE site_id = :siteId::uuid AND promise_id = :promiseId::uuid AND released_by IS NOT NULL`,
    { siteId, promiseId },
  );
}
