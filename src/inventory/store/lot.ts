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
