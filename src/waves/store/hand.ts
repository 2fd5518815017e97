import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

/** A picker at a bin, with what was scanned there and lies in no tote yet: the books still have it in the bin. */
export interface Hand {
  userId: string;
  login: string;
  /** Null: nothing is in this hand. */
  itemId: string | null;
  units: number;
  /** The picker's last scan. */
  since: Date;
}

/** Who picks at a bin now. Of two handhelds on one cart the one scanned last tells; a claim that was freed tells nothing. */
export function handsAt(tx: Tx, siteId: string, binCode: string): Promise<Hand[]> {
  return rows(
    tx,
    `WITH there AS MATERIALIZED (
       SELECT x.state, x.at FROM scan_session x JOIN device d USING (device_id)
        WHERE x.flow = 'pick' AND d.site_id = :siteId::uuid AND x.state->>'bin' = :binCode),
     hand AS (
       SELECT DISTINCT ON (b.batch_id) b.site_id, b.batch_id, b.picker_id, x.state, x.at
         FROM there x JOIN batch b ON b.site_id = :siteId::uuid AND b.batch_id = (x.state->>'batchId')::uuid
        WHERE b.state = 'claimed' ORDER BY b.batch_id, x.at DESC)
     SELECT h.picker_id AS "userId", u.login, t.item_id AS "itemId", h.at AS since,
            CASE WHEN t.task_id IS NULL THEN 0 ELSE coalesce((h.state->>'counted')::int, 0) END AS units
       FROM hand h JOIN user_account u ON u.user_id = h.picker_id
       LEFT JOIN pick_task t ON t.site_id = h.site_id AND t.task_id = (h.state->>'taskId')::uuid
                            AND t.bin_code = :binCode AND t.state = 'ready'
      WHERE EXISTS (SELECT 1 FROM pick_task o WHERE o.site_id = h.site_id AND o.batch_id = h.batch_id
                       AND o.bin_code = :binCode AND o.state = 'ready')
      ORDER BY units DESC, u.login`,
    { siteId, binCode },
  );
}
