import { z } from 'zod';
import { flows, Scan, ScanAnswer, Step } from './step.shared.ts';

export const Scans = z.union([Scan, z.array(Scan).min(1).max(200)]);
export const ScanAnswers = z.union([ScanAnswer, z.array(ScanAnswer)]);
export const StepQuery = z.strictObject({ flow: z.enum(flows), deviceId: z.string().min(1).max(64) });
export { Step };
