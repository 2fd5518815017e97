import { byCodePart, partParams, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

/** Lots of an item that were received somewhere or lie at a site: those written almost like the one asked for first. At most 50. */
export async function lotsOf(
  tx: Tx,
  asked: { siteId: string; itemId: string; lot: string },
): Promise<{ lot: string; alike: boolean }[]> {
  return rows(
    tx,
    `SELECT k.lot, upper(regexp_replace(k.lot, '[^a-zA-Z0-9]', '', 'g'))
                     = upper(regexp_replace(:lot::text, '[^a-zA-Z0-9]', '', 'g')) AS alike
       FROM (SELECT lot FROM lot WHERE item_id = :itemId::uuid
             UNION SELECT lot FROM balance
              WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND quantity > 0 AND lot <> '') k
      ORDER BY k.lot = :lot DESC, alike DESC, k.lot DESC LIMIT 50`,
    asked,
  );
}

/** Whether anything of a lot was ever moved at a site. */
export async function lotWasHere(tx: Tx, asked: { siteId: string; itemId: string; lot: string }): Promise<boolean> {
  const leg = await maybe(
    tx,
    `SELECT 1 FROM ledger WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND lot = :lot LIMIT 1`,
    asked,
  );
  return leg !== undefined;
}

export interface LotFound extends Ranked {
  sellerId: string;
  itemId: string;
  lot: string;
  name: string;
  expiry: string | null;
  /** Units of it at the site, in any condition. */
  units: number;
}

/** Of so many of the nearest it is asked what lies here. */
const WEIGHED = 100;

const BY_PART = byCodePart({
  table: 'lot',
  column: 'lot',
  columns: `t.seller_id AS "sellerId", t.item_id AS "itemId", t.lot, t.expiry`,
  where: 'true',
});

/** Lots by a part of what stands on their labels: the nearest to it, those of which something is here, then what expires last. */
export function lotsByPart(tx: Tx, asked: PartAsked): Promise<LotFound[]> {
  return rows(
    tx,
    `SELECT found."sellerId", found."itemId", found.lot, i.name, found.expiry::text, found.rank, here.units
       FROM (${BY_PART} ORDER BY rank, lot DESC LIMIT ${WEIGHED}) found
       JOIN item i ON i.seller_id = found."sellerId" AND i.item_id = found."itemId"
      CROSS JOIN LATERAL (SELECT coalesce(sum(b.quantity), 0)::int AS units FROM balance b
                           WHERE b.site_id = :siteId::uuid AND b.item_id = found."itemId" AND b.quantity > 0
                             AND b.lot = found.lot) here
      ORDER BY found.rank, here.units = 0, found.expiry DESC NULLS LAST, found.lot DESC, found."itemId" LIMIT :limit`,
    partParams(asked),
  );
}
