import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { USUAL_RULES, type FailureRules } from '../failurePolicy.ts';

/** The versions that are shown; older ones stay in the table. */
const SHOWN = 20;

export interface PolicyVersion {
  version: number;
  rules: FailureRules;
  setBy: string;
  setByLogin: string | null;
  at: Date;
}

/** The latest first; none where a site goes by the usual rules. */
export async function policyVersions(tx: Tx, siteId: string): Promise<PolicyVersion[]> {
  const found = await rows<PolicyVersion>(
    tx,
    `SELECT p.version, p.rules, p.set_by AS "setBy", u.login AS "setByLogin", p.at
       FROM failure_policy p LEFT JOIN user_account u ON u.user_id = p.set_by
      WHERE p.site_id = :siteId::uuid ORDER BY p.version DESC LIMIT ${SHOWN}`,
    { siteId },
  );
  // jsonb keeps its keys in an order of its own
  return found.map((one) => ({ ...one, rules: Object.assign({ ...USUAL_RULES }, one.rules) }));
}

export async function rulesOf(tx: Tx, siteId: string): Promise<FailureRules> {
  const latest = await maybe<{ rules: FailureRules }>(
    tx,
    `SELECT rules FROM failure_policy WHERE site_id = :siteId::uuid ORDER BY version DESC LIMIT 1`,
    { siteId },
  );
  return latest?.rules ?? USUAL_RULES;
}

/** @returns false where the site has another version than the one that was seen */
export async function keepPolicy(
  work: Work,
  { siteId, version, rules }: { siteId: string; version: number; rules: FailureRules },
): Promise<boolean> {
  const kept = await change(
    work.tx,
    `INSERT INTO failure_policy (site_id, version, rules, set_by, at)
     SELECT :siteId::uuid, :version::int + 1, :rules::jsonb, :actor::uuid, :at::timestamptz
      WHERE :version = (SELECT coalesce(max(version), 0) FROM failure_policy WHERE site_id = :siteId::uuid)
     ON CONFLICT (site_id, version) DO NOTHING`,
    { siteId, version, rules: JSON.stringify(rules), actor: work.actor.userId, at: work.at },
  );
  return kept === 1;
}
