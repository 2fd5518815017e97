import { z } from 'zod';
import { moment } from '../../platform/moment.shared.ts';
import { text, shownTime, lat, lon, siteId } from './shapes.ts';

/** VROOM's own format; what it does not know is let through. */
export const VroomProblem = z.looseObject({
  vehicles: z.array(z.looseObject({})),
  jobs: z.array(z.looseObject({})).optional(),
  shipments: z.array(z.looseObject({})).optional(),
});
export const VroomQuery = z.strictObject({ seconds: z.coerce.number().min(0.1).max(60).optional() });
export const VroomSolution = z.looseObject({ code: z.int() });

export const Positions = z.strictObject({
  siteId,
  positions: z
    .array(
      z.strictObject({
        at: moment,
        lat,
        lon,
        speed_kmh: z.number().min(0).max(400).optional(),
        heading: z.number().min(0).max(360).optional(),
        accuracy_m: z.number().min(0).max(100_000).optional(),
        battery: z.number().min(0).max(1).optional(),
      }),
    )
    .min(1)
    .max(1_000),
});
export type Positions = z.infer<typeof Positions>;
export const Stored = z.strictObject({ stored: z.int() });
export const LastSeen = z.strictObject({
  positions: z.array(
    z.strictObject({
      driverId: z.uuid(),
      at: shownTime,
      lat,
      lon,
      speed_kmh: z.number().nullable(),
      heading: z.number().nullable(),
      accuracy_m: z.number().nullable(),
      battery: z.number().nullable(),
      age_s: z.int(),
    }),
  ),
});
export const AddTracker = z.strictObject({ siteId, trackerId: text(64), driverId: z.uuid() });
export const TrackerShown = z.strictObject({ trackerId: z.string() });
/** OsmAnd's query and Traccar's JSON; judged by their own rules. */
export const Osmand = z.looseObject({});
export const DriverPath = z.strictObject({ driverId: z.uuid() });
export const TrackQuery = z.strictObject({
  siteId,
  from: moment,
  to: moment,
  limit: z.coerce.number().int().min(1).max(10_000).default(2_000),
});
const Fix = z.strictObject({
  at: shownTime,
  lat,
  lon,
  speed_kmh: z.number().nullable(),
  heading: z.number().nullable(),
  accuracy_m: z.number().nullable(),
  battery: z.number().nullable(),
});
export const Track = z.strictObject({ positions: z.array(Fix) });
