import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface LeftOut {
  orderId: string;
  /** `not_in_pick_bins`: units lie elsewhere (reserve, dock, blocked). `promise_broken`: units were lost just now. */
  reason: 'not_in_pick_bins' | 'promise_broken';
  items: string[];
}

export interface WaveRow {
  siteId: string;
  waveId: string;
  state: 'planned' | 'released' | 'done' | 'cancelled';
  cutOffId: string | null;
  dueBy: Date | null;
  orders: number;
  units: number;
  walk_mm: number | null;
  single_mm: number | null;
  solved: boolean;
  leftOut: LeftOut[];
  plannedAt: Date;
  launchedAt: Date | null;
  endedAt: Date | null;
}

const WAVE = `site_id AS "siteId", wave_id AS "waveId", state, cut_off_id AS "cutOffId", due_by AS "dueBy", orders, units,
  walk_mm, single_mm, solved, left_out AS "leftOut", planned_at AS "plannedAt", launched_at AS "launchedAt", ended_at AS "endedAt"`;

/** False where the id is known already. */
export async function insertWave(
  work: Work,
  wave: { siteId: string; waveId: string; cutOffId: string | undefined; dueBy: Date | undefined },
): Promise<boolean> {
  const begun = await change(
    work.tx,
    `INSERT INTO wave (site_id, wave_id, state, cut_off_id, due_by, planned_at, actor_id)
     VALUES (:siteId, :waveId, 'planned', :cutOffId, :dueBy, :at, :actor) ON CONFLICT (site_id, wave_id) DO NOTHING`,
    { ...wave, cutOffId: wave.cutOffId, dueBy: wave.dueBy, at: work.at, actor: work.actor.userId },
  );
  return begun === 1;
}

/** What the plan took in and left out; the orders and units are counted from its tasks. */
export async function notePlanned(work: Work, siteId: string, waveId: string, leftOut: LeftOut[]): Promise<number> {
  const [noted] = await rows<{ orders: number }>(
    work.tx,
    `UPDATE wave w SET left_out = :leftOut::jsonb, orders = t.orders, units = t.units
       FROM (SELECT count(DISTINCT order_id)::int AS orders, coalesce(sum(quantity), 0)::int AS units
               FROM pick_task WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid) t
      WHERE w.site_id = :siteId::uuid AND w.wave_id = :waveId::uuid RETURNING w.orders`,
    { siteId, waveId, leftOut: JSON.stringify(leftOut) },
  );
  return noted!.orders;
}

export function lockWave(tx: Tx, siteId: string, waveId: string): Promise<WaveRow | undefined> {
  return maybe(tx, `SELECT ${WAVE} FROM wave WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid FOR UPDATE`, {
    siteId,
    waveId,
  });
}

export function waveById(tx: Tx, waveId: string): Promise<WaveRow | undefined> {
  return maybe(tx, `SELECT ${WAVE} FROM wave WHERE wave_id = :waveId::uuid`, { waveId });
}

export function wavesPage(
  tx: Tx,
  page: { siteId: string; cursor: string | undefined; limit: number },
): Promise<WaveRow[]> {
  return rows(
    tx,
    `SELECT ${WAVE} FROM wave
      WHERE site_id = :siteId::uuid AND (:cursor::uuid IS NULL OR wave_id < :cursor::uuid)
      ORDER BY wave_id DESC LIMIT :limit`,
    page,
  );
}

export async function launchWave(
  work: Work,
  wave: { siteId: string; waveId: string; walk_mm: number; single_mm: number; solved: boolean },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE wave SET state = 'released', walk_mm = :walk_mm, single_mm = :single_mm, solved = :solved, launched_at = :at
      WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid AND state = 'planned'`,
    { ...wave, at: work.at },
  );
}

export async function setCancelled(work: Work, siteId: string, waveId: string): Promise<void> {
  await change(
    work.tx,
    `UPDATE wave SET state = 'cancelled', ended_at = :at WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid`,
    { siteId, waveId, at: work.at },
  );
}

/** A wave with no work left on any cart is done. */
export async function endIfDone(work: Work, siteId: string, waveId: string): Promise<boolean> {
  const ended = await change(
    work.tx,
    `UPDATE wave w SET state = 'done', ended_at = :at
      WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid AND state = 'released'
        AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.site_id = w.site_id AND b.wave_id = w.wave_id
                           AND b.state IN ('ready','claimed'))
        AND NOT EXISTS (SELECT 1 FROM pick_task t WHERE t.site_id = w.site_id AND t.wave_id = w.wave_id
                           AND t.state = 'ready')`,
    { siteId, waveId, at: work.at },
  );
  return ended === 1;
}

export interface Progress {
  tasks: number;
  open: number;
  picked: number;
  short: number;
  cancelled: number;
  unitsPicked: number;
}

export async function progressOf(tx: Tx, siteId: string, waveId: string): Promise<Progress> {
  const found = await maybe<Progress>(
    tx,
    `SELECT count(*)::int AS tasks, count(*) FILTER (WHERE state = 'ready')::int AS open,
            count(*) FILTER (WHERE state = 'picked')::int AS picked, count(*) FILTER (WHERE state = 'short')::int AS short,
            count(*) FILTER (WHERE state IN ('cancelled','broken'))::int AS cancelled,
            coalesce(sum(picked), 0)::int AS "unitsPicked"
       FROM pick_task WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid`,
    { siteId, waveId },
  );
  return found!;
}
