import { recordAccess } from '../auth/index.ts';
import { openSealed, sealForDay } from '../platform/dataKeys.ts';
import { arraysOf, maybe, rows, send } from '../platform/sql.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { Flow, Scan, ScanAnswer, Step } from './step.shared.ts';
import { stillShown } from './stillShown.ts';
import { storable } from './store/storable.ts';

export interface Opened {
  state: Record<string, unknown>;
  /** Of the first scan with this number, if it came before. */
  bodyHash: string | null;
  kept: KeptAnswer | null;
}

/** Flows whose screens show a customer's door and phone: their steps are kept sealed. */
const PERSONAL: ReadonlySet<Flow> = new Set(['deliver']);

type KeptKey = { deviceId: string; seq: number };
type KeptAnswer = ScanAnswer | (Omit<ScanAnswer, 'step'> & { sealed: string });

const contextOf = (deviceId: string, seq: number) => `scan ${deviceId} ${seq}`;

async function sealed({ work, scan: { flow, deviceId, seq }, answer }: KeptScan): Promise<KeptAnswer> {
  if (!PERSONAL.has(flow) || answer.step === undefined) return answer;
  const { step, ...rest } = answer;
  return { ...rest, sealed: await sealForDay(work, 'step', contextOf(deviceId, seq), step) };
}

/**
 * Seen again is looked at again, by whoever may use the device. The step is gone where its key has been destroyed, or somebody at its door has been erased:
 * the screen asks where it stands.
 */
export async function openAnswer(work: Work, kept: KeptAnswer, { deviceId, seq }: KeptKey): Promise<ScanAnswer> {
  if (!('sealed' in kept)) return kept;
  const { sealed: box, ...rest } = kept;
  const context = contextOf(deviceId, seq);
  await recordAccess(work, { subjects: [context], fields: ['phone', 'address'], why: 'replay' });
  const step = await openSealed(work.tx, 'step', context, box);
  const shown = step !== undefined && (await stillShown(work, step.value as Step, deviceId));
  return { ...rest, ...(shown ? { step: step.value } : {}) } as ScanAnswer;
}

/**
 * Where a device stands in a flow, locked, so that its scans run one after the other, and what its scan of this number
 * was answered, if it came before. A twin that waits for the lock sees what stood before it waited: its effect then meets
 * the scan's key, and the transaction is run again; a refusal is kept by a second transaction, which sees the first.
 * @returns nothing for a device that is not enrolled
 */
export async function openScan(work: Work, deviceId: string, flow: Flow, seq: number): Promise<Opened | undefined> {
  return maybe(
    work.tx,
    `WITH session AS (
       INSERT INTO scan_session (device_id, flow, at)
       SELECT device_id, :flow, :at::timestamptz FROM device WHERE device_id = :deviceId
       ON CONFLICT (device_id, flow) DO UPDATE SET at = excluded.at RETURNING state
     )
     SELECT session.state, s.body_hash AS "bodyHash", s.answer AS kept
       FROM session LEFT JOIN scan s ON s.device_id = :deviceId AND s.seq = :seq::bigint`,
    { deviceId, flow, seq, at: work.at },
  );
}

export async function sessionState(tx: Tx, deviceId: string, flow: Flow): Promise<Record<string, unknown>> {
  const row = await maybe<{ state: Record<string, unknown> }>(
    tx,
    `SELECT state FROM scan_session WHERE device_id = :deviceId AND flow = :flow`,
    { deviceId, flow },
  );
  return row?.state ?? {};
}

/** Where a device stands in a flow since its scan of that number. */
export interface Standing {
  siteId: string;
  seq: number;
  state: Record<string, unknown>;
}

export function standingOf(tx: Tx, flow: Flow, deviceId: string): Promise<Standing | undefined> {
  return maybe(
    tx,
    `SELECT d.site_id AS "siteId", s.seq, s.state FROM scan_session s JOIN device d USING (device_id)
      WHERE s.flow = :flow AND s.device_id = :deviceId`,
    { flow, deviceId },
  );
}

/** A wave that takes its bins holds them for seconds; a pick holds its rows for milliseconds. */
const PATIENCE_MS = 200;

/**
 * For the scans of a busy flow: their statements go by plans made once, since to plan them for each scan's numbers cost a
 * quarter of the database's time. Such a plan finds each row by its key, or it would go on reading the whole of a table that
 * was small when the plan was made. Of those that share a transaction one that meets a row that is held for longer waits for
 * it by itself, and nobody behind it (SQLSTATE 55P03).
 */
export function prepareScans(tx: Tx, { shared }: { shared: boolean }): void {
  send(
    tx,
    `SELECT set_config('lock_timeout', :patience::text, true), set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true)`,
    { patience: shared ? PATIENCE_MS : 0 },
  );
}

interface StoodThere {
  deviceId: string;
  siteId: string;
  seq: number;
  userId: string;
  keySession: string | undefined;
}

/**
 * Locks where devices stand in a flow, in key order, and fails the transaction (SQLSTATE assert_failure) unless each stands
 * where its scan of that number left it, is enrolled still and has the key or the owner by which it was proved; without a
 * `keySession` the session is the device's own, and ends with its key.
 */
export function demandUnmoved(tx: Tx, flow: Flow, stood: StoodThere[]): void {
  const sorted = stood.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
  send(
    tx,
    `WITH locked AS MATERIALIZED (
       SELECT s.device_id FROM unnest(:deviceId::text[], :siteId::uuid[], :seq::bigint[], :keySession::text[], :userId::uuid[])
                AS k(device_id, site_id, seq, key_session, user_id)
        CROSS JOIN LATERAL (
          SELECT device_id FROM scan_session
           WHERE device_id = k.device_id AND flow = :flow AND seq = k.seq FOR UPDATE) s
        WHERE (SELECT d.state = 'enrolled' AND d.site_id = k.site_id
                      AND (k.key_session IS NULL OR d.key_session = k.key_session OR d.user_id = k.user_id)
                 FROM device d WHERE d.device_id = k.device_id)
     )
     SELECT demand(count(*) = :due, 'device_moved') FROM locked`,
    { flow, due: sorted.length, ...arraysOf(sorted, ['deviceId', 'siteId', 'seq', 'keySession', 'userId']) },
  );
}

export interface KeptScan {
  work: Work;
  scan: Scan;
  siteId: string;
  bodyHash: string;
  answer: ScanAnswer;
  state: Record<string, unknown>;
}

/** A device whose clock is further off than this is flagged, never refused. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Keeps scans with their answers, and where their devices stand now. */
export async function keepScans(tx: Tx, kept: KeptScan[]): Promise<void> {
  const scans = [];
  for (const one of kept) scans.push({ ...rowOf(one), answer: JSON.stringify(await sealed(one)) });
  send(
    tx,
    `WITH kept AS MATERIALIZED (
       SELECT * FROM unnest(:deviceId::text[], :seq::bigint[], :siteId::uuid[], :actorId::uuid[], :flow::text[],
                            :code::text[], :source::text[], :taskId::text[], :deviceAt::timestamptz[], :at::timestamptz[],
                            :clockOff::boolean[], :bodyHash::text[], :ok::boolean[], :refusalCode::text[],
                            :answer::jsonb[], :state::jsonb[])
         AS k(device_id, seq, site_id, actor_id, flow, code, source, task_id, device_at, at, clock_off, body_hash, ok,
              refusal_code, answer, state)
     ), session AS (
       UPDATE scan_session s SET state = k.state, at = k.at, seq = k.seq FROM kept k
        WHERE s.device_id = k.device_id AND s.flow = k.flow
     )
     INSERT INTO scan (device_id, seq, site_id, actor_id, flow, code, source, task_id, device_at, at, clock_off, gap,
                       body_hash, ok, refusal_code, answer)
     SELECT device_id, seq, site_id, actor_id, flow, code, source, task_id, device_at, at, clock_off,
            seq > 1 + coalesce((SELECT max(s.seq) FROM scan s WHERE s.device_id = k.device_id), 0),
            body_hash, ok, refusal_code, answer
       FROM kept k`,
    arraysOf(scans, [
      'deviceId',
      'seq',
      'siteId',
      'actorId',
      'flow',
      'code',
      'source',
      'taskId',
      'deviceAt',
      'at',
      'clockOff',
      'bodyHash',
      'ok',
      'refusalCode',
      'answer',
      'state',
    ]),
  );
}

function rowOf({ work, scan, siteId, bodyHash, answer, state }: KeptScan) {
  return {
    deviceId: scan.deviceId,
    seq: scan.seq,
    siteId,
    actorId: work.actor.userId,
    flow: scan.flow,
    code: storable(scan.code).slice(0, 400),
    source: scan.source,
    taskId: scan.taskId && storable(scan.taskId),
    deviceAt: new Date(scan.at),
    at: work.at,
    clockOff: Math.abs(Date.parse(scan.at) - work.at.getTime()) > CLOCK_TOLERANCE_MS,
    bodyHash,
    ok: answer.ok,
    refusalCode: answer.ok ? null : answer.refusal.code,
    state: JSON.stringify(state),
  };
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
    `(SELECT ${SHOWN} FROM scan WHERE site_id = :siteId::uuid AND NOT ok AND at > :since
       ORDER BY at DESC, seq DESC LIMIT :limit)
     UNION ALL
     (SELECT device_id, seq, actor_id, flow, code, at, false, 'seq_conflict', NULL
        FROM scan_conflict WHERE site_id = :siteId::uuid AND at > :since
       ORDER BY at DESC, seq DESC LIMIT :limit)
      ORDER BY at DESC, seq DESC LIMIT :limit`,
    { siteId: where.siteId, since: where.since, limit: where.limit },
  );
}
