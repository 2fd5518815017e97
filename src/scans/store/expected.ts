import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

export interface RefusedKey {
  deviceId: string;
  seq: number;
}

/** What would have been right instead of each refused scan, where its refusal named it. */
export function expectedAt(tx: Tx, scans: RefusedKey[]): Promise<(RefusedKey & { expected: string })[]> {
  return rows(
    tx,
    `SELECT s.device_id AS "deviceId", s.seq, s.answer #>> '{refusal,expected}' AS expected
       FROM jsonb_to_recordset(:keys::jsonb) AS k("deviceId" text, seq bigint)
       JOIN scan s ON s.device_id = k."deviceId" AND s.seq = k.seq
      WHERE s.answer #>> '{refusal,expected}' IS NOT NULL`,
    { keys: JSON.stringify(scans.map(({ deviceId, seq }) => ({ deviceId, seq }))) },
  );
}
