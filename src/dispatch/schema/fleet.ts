import { z } from 'zod';
import { text, siteId } from './shapes.ts';

const bayEdge = z.int().min(100).max(20_000);

export const AddVehicle = z.strictObject({
  siteId,
  code: z.string().regex(/^VEH-[A-Z0-9-]{1,20}$/, 'expected VEH- and 1-20 capital letters, digits and dashes'),
  name: text(100).optional(),
  capacity: z.strictObject({
    parcels: z.int().min(1).max(10_000),
    weight_g: z.int().min(1).max(50_000_000),
    volume_cm3: z.int().min(1).max(200_000_000),
  }),
  /** The load space inside, for planning where each parcel goes; reckoned from the volume where absent. */
  bay_mm: z.tuple([bayEdge, bayEdge, bayEdge]).optional(),
  /** Minutes of the site's day; an end above 1440 is on the next day. */
  shift: z.strictObject({ fromMinute: z.int().min(0).max(1_439), toMinute: z.int().min(1).max(2_879) }),
  skills: z
    .array(z.enum(['chilled', 'frozen']))
    .max(2)
    .default([]),
  cost: z
    .strictObject({
      fixed: z.int().min(0).max(10_000_000).default(0),
      perHour: z.int().min(0).max(10_000_000).default(3_600),
      perKm: z.int().min(0).max(1_000_000).default(0),
    })
    .prefault({}),
});
export type AddVehicle = z.infer<typeof AddVehicle>;
export const AddedVehicle = z.strictObject({ vehicleId: z.uuid() });
export const SiteQuery = z.strictObject({ siteId });
export const Vehicles = z.strictObject({
  vehicles: z.array(
    z.strictObject({
      vehicleId: z.uuid(),
      code: z.string(),
      name: z.string(),
      capacity: z.strictObject({ parcels: z.int(), weight_g: z.int(), volume_cm3: z.int() }),
      shift: z.strictObject({ fromMinute: z.int(), toMinute: z.int() }),
      skills: z.array(z.string()),
    }),
  ),
});
