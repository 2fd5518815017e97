import { recordAccess } from '../auth/index.ts';
import { openSealed, sealForDay } from '../platform/dataKeys.ts';
import { maybe, one, rows, send } from '../platform/sql.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { Flow, ScanAnswer, Step } from './step.shared.ts';
import { stillShown } from './stillShown.ts';

export interface Opened {
  state: Record<string, unknown>;
  /** Of the first scan with this number, if it came before. */
  bodyHash: string | null;
  answer: ScanAnswer;
}

/** Flows whose screens show a customer's door and phone: their steps are kept sealed. */
const PERSONAL: ReadonlySet<Flow> = new Set(['deliver']);

type KeptKey = { deviceId: string; seq: number };
type KeptAnswer = ScanAnswer | (Omit<ScanAnswer, 'step'> & { sealed: string });

const contextOf = (deviceId: string, seq: number) => `scan ${deviceId} ${seq}`;

async function sealed(work: Work, { flow, answer, deviceId, seq }: KeptScan): Promise<KeptAnswer> {
  if (!PERSONAL.has(flow) || answer.step === undefined) return answer;
  const { step, ...rest } = answer;
  return { ...rest, sealed: await sealForDay(work, 'step', contextOf(deviceId, seq), step) };
}

/**
 * Seen again is looked at again. The step is gone where its key has been destroyed, or somebody at its door has been erased:
 * the screen asks where it stands.
 */
async function opened(work: Work, kept: KeptAnswer, { deviceId, seq }: KeptKey): Promise<ScanAnswer> {
  if (!('sealed' in kept)) return kept;
  const { sealed: box, ...rest } = kept;
  const context = contextOf(deviceId, seq);
  await recordAccess(work, { subjects: [context], fields: ['phone', 'address'], why: 'replay' });
  const step = await openSealed(work.tx, context, box);
  const shown = step !== undefined && (await stillShown(work, step.value as Step, deviceId));
  return { ...rest, ...(shown ? { step: step.value } : {}) } as ScanAnswer;
}

/**
 * Where a device stands in a flow, locked, so that its scans run one after the other, and what its scan of this number
 * was answered, if it came before. A twin that waits for the lock sees what stood before it waited: its effect then meets
 * the scan's key, and the transaction is run again; a refusal is kept by a second transaction, which sees the first.
 */
export async function openScan(work: Work, deviceId: string, flow: Flow, seq: number): Promise<Opened> {
  const { answer, ...rest } = await one<Omit<Opened, 'answer'> & { answer: KeptAnswer | null }>(
    work.tx,
    `WITH session AS (
       INSERT INTO scan_session (device_id, flow, at) VALUES (:deviceId, :flow, :at)
       ON CONFLICT (device_id, flow) DO UPDATE SET at = excluded.at RETURNING state
     )
     SELECT session.state, s.body_hash AS "bodyHash", s.answer
       FROM session LEFT JOIN scan s ON s.device_id = :deviceId AND s.seq = :seq::bigint`,
    { deviceId, flow, seq, at: work.at },
  );
  const first = answer && (await opened(work, answer, { deviceId, seq }));
  return { ...rest, answer: first as ScanAnswer };
}

export async function sessionState(tx: Tx, deviceId: string, flow: Flow): Promise<Record<string, unknown>> {
  const row = await maybe<{ state: Record<string, unknown> }>(
    tx,
    `SELECT state FROM scan_session WHERE device_id = :deviceId AND flow = :flow`,
    { deviceId, flow },
  );
  return row?.state ?? {};
}

export interface KeptScan {
  deviceId: string;
  seq: number;
  siteId: string;
  flow: Flow;
  code: string;
  source: string;
  taskId: string | undefined;
  deviceAt: Date;
  clockOff: boolean;
  bodyHash: string;
  answer: ScanAnswer;
  state: Record<string, unknown>;
}

/** Keeps the scan with its answer, and where the device stands now. */
export async function keepScan(work: Work, kept: KeptScan): Promise<void> {
  const answer = await sealed(work, kept);
  send(
    work.tx,
    `WITH session AS (
       UPDATE scan_session SET state = :state::jsonb WHERE device_id = :deviceId AND flow = :flow
     )
     INSERT INTO scan (device_id, seq, site_id, actor_id, flow, code, source, task_id, device_at, at, clock_off, gap,
                       body_hash, ok, refusal_code, answer)
     VALUES (:deviceId, :seq, :siteId, :actor, :flow, :code, :source, :taskId, :deviceAt, :at, :clockOff,
             :seq::bigint > 1 + coalesce((SELECT max(seq) FROM scan WHERE device_id = :deviceId), 0), :bodyHash, :ok, :refusalCode, :answer::jsonb)`,
    {
      ...kept,
      taskId: kept.taskId,
      actor: work.actor.userId,
      at: work.at,
      ok: kept.answer.ok,
      refusalCode: kept.answer.ok ? null : kept.answer.refusal.code,
      answer: JSON.stringify(answer),
      state: JSON.stringify(kept.state),
    },
  );
}

export interface ShownScan {
  deviceId: string;
  seq: number;
  actorId: string;
  flow: Flow;
  code: string;
  at: Date;
  ok: boolean;
  refusalCode: string | null;
  /** What the screen said then: where to go next, or why not. */
  said: string | null;
}

const SHOWN = `device_id AS "deviceId", seq, actor_id AS "actorId", flow, code, at, ok, refusal_code AS "refusalCode",
  coalesce(answer #>> '{refusal,message}', answer #>> '{step,show,big}', answer #>> '{step,title}') AS said`;

/** The last scan of each person at a site. */
export function latestScans(tx: Tx, siteId: string, since: Date): Promise<ShownScan[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (actor_id) ${SHOWN} FROM scan
      WHERE site_id = :siteId::uuid AND at > :since ORDER BY actor_id, at DESC, seq DESC LIMIT 200`,
    { siteId, since },
  );
}

export function refusedScans(tx: Tx, where: { siteId: string; since: Date; limit: number }): Promise<ShownScan[]> {
  return rows(
    tx,
    `SELECT ${SHOWN} FROM scan WHERE site_id = :siteId::uuid AND NOT ok AND at > :since
      ORDER BY at DESC, seq DESC LIMIT :limit`,
    { siteId: where.siteId, since: where.since, limit: where.limit },
  );
}
