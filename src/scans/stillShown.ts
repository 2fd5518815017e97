import { deviceById } from '../auth/index.ts';
import { erasedAtStop } from '../dispatch/index.ts';
import type { Work } from '../platform/work.ts';
import type { Step } from './step.shared.ts';

/** Whether a kept screen of a door may be shown again: not where somebody who got something there has been erased since. */
export async function stillShown(work: Work, { taskId }: Step, deviceId: string): Promise<boolean> {
  if (taskId === undefined) return true;
  const device = await deviceById(work.tx, deviceId);
  if (device === undefined) return false;
  return !(await erasedAtStop(work.tx, { siteId: device.siteId, stopId: taskId }));
}
