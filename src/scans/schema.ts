import { z } from 'zod';
import { flows, Scan, ScanAnswer, Step } from './step.shared.ts';

export const Scans = z.union([Scan, z.array(Scan).min(1).max(200)]);
export const ScanAnswers = z.union([ScanAnswer, z.array(ScanAnswer)]);
export const StepQuery = z.strictObject({ flow: z.enum(flows), deviceId: z.string().min(1).max(64) });
export { Step };

export const ScansQuery = z.strictObject({
  siteId: z.uuid(),
  /** Of the refused ones. */
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const ShownScan = z.object({
  deviceId: z.string(),
  seq: z.int(),
  actorId: z.uuid(),
  flow: z.enum(flows),
  code: z.string(),
  at: z.date().meta({ type: 'string', format: 'date-time' }),
  ok: z.boolean(),
  refusalCode: z.string().nullable(),
  said: z.string().nullable(),
});
export const RecentScans = z.object({ latest: z.array(ShownScan), refused: z.array(ShownScan) });
export type RecentScans = z.infer<typeof RecentScans>;
