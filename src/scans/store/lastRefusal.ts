import { maybe } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Flow } from '../step.shared.ts';

/** Why the scan before this one was refused: the same scan again is then the worker's answer to it. */
export async function lastRefusal(tx: Tx, deviceId: string, flow: Flow): Promise<string | null> {
  const last = await maybe<{ refusalCode: string | null }>(
    tx,
    `SELECT refusal_code AS "refusalCode" FROM scan WHERE device_id = :deviceId AND flow = :flow
      ORDER BY seq DESC LIMIT 1`,
    { deviceId, flow },
  );
  return last?.refusalCode ?? null;
}
