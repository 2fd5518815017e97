import { change, maybe } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Lane } from '../lanes.ts';
import type { ChangeKind } from '../rules.ts';
import type { Vehicle } from './vehicle.ts';

/** What a vehicle has and holds. */
export type Able = Pick<Vehicle, 'skills' | 'capacityParcels' | 'capacityWeight_g' | 'capacityVolume_cm3'>;

export interface PlanChange {
  siteId: string;
  changeId: string;
  kind: ChangeKind;
  /** With what each vehicle was able to then; changes from before that was kept have none. */
  before: (Lane & { able?: Able })[];
  after: Lane[];
}

const CHANGE = `site_id AS "siteId", change_id AS "changeId", kind, before, after`;

export async function insertChange(work: Work, { siteId, changeId, kind, before, after }: PlanChange): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO plan_change (site_id, change_id, kind, before, after, changed_by, at)
     VALUES (:siteId, :changeId, :kind, :before::jsonb, :after::jsonb, :actor, :at)`,
    {
      siteId,
      changeId,
      kind,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      actor: work.actor.userId,
      at: work.at,
    },
  );
}

/** The caller's last change at a site that still stands, held until the end of the transaction. */
export function lastChange(work: Work, siteId: string): Promise<PlanChange | undefined> {
  return maybe(
    work.tx,
    `SELECT ${CHANGE} FROM plan_change
      WHERE site_id = :siteId AND changed_by = :actor AND undone_at IS NULL
      ORDER BY change_id DESC LIMIT 1 FOR UPDATE`,
    { siteId, actor: work.actor.userId },
  );
}

/** The same, only read. */
export function lastChangeSeen(work: Work, siteId: string): Promise<PlanChange | undefined> {
  return maybe(
    work.tx,
    `SELECT ${CHANGE} FROM plan_change
      WHERE site_id = :siteId AND changed_by = :actor AND undone_at IS NULL
      ORDER BY change_id DESC LIMIT 1`,
    { siteId, actor: work.actor.userId },
  );
}

export async function markUndone(work: Work, { siteId, changeId }: PlanChange): Promise<void> {
  await change(
    work.tx,
    `UPDATE plan_change SET undone_at = :at WHERE site_id = :siteId AND change_id = :changeId AND undone_at IS NULL`,
    { siteId, changeId, at: work.at },
  );
}

/** A route that a proposal would give to an idle vehicle. */
export interface Opening {
  routeId: string;
  vehicleId: string;
  departAt: Date;
  shiftToAt: Date;
}

export interface Proposal {
  siteId: string;
  proposalId: string;
  versions: Record<string, number>;
  lanes: Lane[];
  opens: Opening[];
}

export async function insertProposal(
  work: Work,
  { siteId, proposalId, versions, lanes, opens }: Proposal,
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO plan_proposal (site_id, proposal_id, versions, lanes, opens, proposed_by, at)
     VALUES (:siteId, :proposalId, :versions::jsonb, :lanes::jsonb, :opens::jsonb, :actor, :at)`,
    {
      siteId,
      proposalId,
      versions: JSON.stringify(versions),
      lanes: JSON.stringify(lanes),
      opens: JSON.stringify(opens),
      actor: work.actor.userId,
      at: work.at,
    },
  );
}

export async function proposalById(tx: Tx, proposalId: string): Promise<Proposal | undefined> {
  const found = await maybe<Proposal>(
    tx,
    `SELECT site_id AS "siteId", proposal_id AS "proposalId", versions, lanes, opens
       FROM plan_proposal WHERE proposal_id = :proposalId`,
    { proposalId },
  );
  return found && { ...found, opens: found.opens.map(timed) };
}

const timed = (opening: Opening): Opening => ({
  ...opening,
  departAt: new Date(opening.departAt),
  shiftToAt: new Date(opening.shiftToAt),
});

/** Of those who accept and discard at the same time one finds it open. */
export async function endProposal(
  work: Work,
  { siteId, proposalId }: Proposal,
  state: 'accepted' | 'discarded',
): Promise<boolean> {
  const ended = await change(
    work.tx,
    `UPDATE plan_proposal SET state = :state, ended_at = :at
      WHERE site_id = :siteId AND proposal_id = :proposalId AND state = 'open'`,
    { siteId, proposalId, state, at: work.at },
  );
  return ended === 1;
}
