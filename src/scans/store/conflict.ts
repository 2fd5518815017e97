import { change } from '../../platform/sql.ts';
import type { Work } from '../../platform/work.ts';
import type { Scan } from '../step.shared.ts';
import { storable } from './storable.ts';

/** Keeps what came under a number that another scan of its device has: refused, and no less a scan. Sent again it is there. */
export async function keepConflict(work: Work, scan: Scan, of: { siteId: string; bodyHash: string }): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO scan_conflict
       (device_id, seq, body_hash, site_id, actor_id, flow, code, source, task_id, device_at, at)
     VALUES (:deviceId, :seq::bigint, :bodyHash, :siteId::uuid, :actorId::uuid, :flow, :code, :source, :taskId,
             :deviceAt::timestamptz, :at::timestamptz)
     ON CONFLICT DO NOTHING`,
    {
      deviceId: scan.deviceId,
      seq: scan.seq,
      ...of,
      actorId: work.actor.userId,
      flow: scan.flow,
      code: storable(scan.code).slice(0, 400),
      source: scan.source,
      taskId: scan.taskId && storable(scan.taskId),
      deviceAt: new Date(scan.at),
      at: work.at,
    },
  );
}
