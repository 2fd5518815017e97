import { z } from 'zod';
import { lat, lon, shownTime, siteId, text } from './shapes.ts';

/** 250 places are 62,500 ways: what one request of a megabyte holds. */
const MOST_SPOTS = 250;
/** Null: there is no way. */
const cells = (most: number) => z.array(z.array(z.int().min(0).max(most).nullable()).max(MOST_SPOTS)).max(MOST_SPOTS);

export const UploadMatrix = z.strictObject({
  siteId,
  name: text(100),
  spots: z.array(z.strictObject({ lat, lon })).min(2).max(MOST_SPOTS),
  /** From each spot to each on empty roads, row by row. */
  durations_s: cells(1_000_000),
  distances_m: cells(10_000_000),
});
export type UploadMatrix = z.infer<typeof UploadMatrix>;
export const UploadedMatrix = z.strictObject({ name: z.string(), spots: z.int() });
export const Matrices = z.strictObject({
  matrices: z.array(z.strictObject({ name: z.string(), spots: z.int(), at: shownTime })),
});
export const EraseMatrix = z.strictObject({ siteId, name: text(100) });
