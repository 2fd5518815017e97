import { change, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Violation } from '../schedule.ts';

export interface ViolationRow extends Violation {
  routeId: string;
  acceptedBy: string | null;
}

export function violationRows(tx: Tx, siteId: string, routeIds: string[]): Promise<ViolationRow[]> {
  return rows(
    tx,
    `SELECT route_id AS "routeId", kind, subject, amount, accepted_by AS "acceptedBy" FROM route_violation
      WHERE site_id = :siteId AND route_id = ANY(:routeIds::uuid[]) ORDER BY route_id, kind, subject`,
    { siteId, routeIds },
  );
}

/** The violations of a route as they are now; one that grew has to be accepted again. */
export async function keepViolations(tx: Tx, siteId: string, routeId: string, violations: Violation[]): Promise<void> {
  await change(
    tx,
    `DELETE FROM route_violation v WHERE site_id = :siteId AND route_id = :routeId
        AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(:violations::jsonb) AS n(kind text, subject text)
                         WHERE n.kind = v.kind AND n.subject = v.subject)`,
    { siteId, routeId, violations: JSON.stringify(violations) },
  );
  await change(
    tx,
    `INSERT INTO route_violation AS v (site_id, route_id, kind, subject, amount)
     SELECT :siteId, :routeId, n.kind, n.subject, n.amount
       FROM jsonb_to_recordset(:violations::jsonb) AS n(kind text, subject text, amount int)
     ON CONFLICT (site_id, route_id, kind, subject) DO UPDATE
       SET amount = excluded.amount,
           accepted_by = CASE WHEN excluded.amount > v.amount THEN NULL ELSE v.accepted_by END,
           accepted_at = CASE WHEN excluded.amount > v.amount THEN NULL ELSE v.accepted_at END`,
    { siteId, routeId, violations: JSON.stringify(violations) },
  );
}

export async function acceptViolations(work: Work, siteId: string, routeId: string): Promise<void> {
  await change(
    work.tx,
    `UPDATE route_violation SET accepted_by = :actor, accepted_at = :at
      WHERE site_id = :siteId AND route_id = :routeId AND accepted_by IS NULL`,
    { siteId, routeId, actor: work.actor.userId, at: work.at },
  );
}
