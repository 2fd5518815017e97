import { z } from 'zod';
import { returnsTo, startsFrom } from '../rules.ts';
import { lat, lon, shownTime, siteId, text } from './shapes.ts';

export const SKILL_CODE = /^[a-z][a-z0-9_]{0,29}$/;
export const skillCode = z.string().regex(SKILL_CODE, 'expected a small letter, then at most 29 of a-z, 0-9 and _');
const SkillCodes = z.array(skillCode).max(20);
const Spot = z.strictObject({ lat, lon });

/** Where its shift begins and ends. One that comes from its home is loaded when it is there; one that ends anywhere ends at its last door. */
const ends = {
  startsFrom: z.enum(startsFrom).default('site'),
  returnsTo: z.enum(returnsTo).default('site'),
  home: Spot.optional(),
};

/** Minutes of the site's day; an end above 1440 is on the next day. */
const Minutes = z.strictObject({ fromMinute: z.int().min(0).max(1_439), toMinute: z.int().min(1).max(2_879) });

const bayEdge = z.int().min(100).max(20_000);
const Bay = z.tuple([bayEdge, bayEdge, bayEdge]);

const vehicleCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^VEH-[A-Z0-9-]{1,20}$/, 'expected VEH- and 1-20 letters, digits and dashes');
const Capacity = z.strictObject({
  parcels: z.int().min(1).max(10_000),
  weight_g: z.int().min(1).max(50_000_000),
  volume_cm3: z.int().min(1).max(200_000_000),
});
const perUse = z.int().min(0).max(10_000_000);
const perKm = z.int().min(0).max(1_000_000);

export const AddVehicle = z.strictObject({
  siteId,
  code: vehicleCode,
  name: text(100).optional(),
  capacity: Capacity,
  /** The load space inside, for planning where each parcel goes; reckoned from the volume where absent. */
  bay_mm: Bay.optional(),
  shift: Minutes,
  /** Chilled and frozen goods, and whatever skills the site has named. */
  skills: SkillCodes.default([]),
  ...ends,
  cost: z
    .strictObject({
      fixed: perUse.default(0),
      perHour: perUse.default(3_600),
      perKm: perKm.default(0),
    })
    .prefault({}),
});
export type AddVehicle = z.infer<typeof AddVehicle>;
export const AddedVehicle = z.strictObject({ vehicleId: z.uuid() });
export const SiteQuery = z.strictObject({ siteId });
const VehicleShown = z.strictObject({
  vehicleId: z.uuid(),
  code: z.string(),
  name: z.string(),
  capacity: z.strictObject({ parcels: z.int(), weight_g: z.int(), volume_cm3: z.int() }),
  shift: z.strictObject({ fromMinute: z.int(), toMinute: z.int() }),
  skills: z.array(z.string()),
  startsFrom: z.enum(startsFrom),
  returnsTo: z.enum(returnsTo),
  /** Where its driver lives, as a rule: for the desk alone. */
  home: Spot.nullable(),
  /** The load space inside, where somebody measured it. */
  bay_mm: z.array(z.int()).nullable(),
  /** For the desk alone. */
  cost: z.strictObject({ fixed: z.int(), perHour: z.int(), perKm: z.int() }).nullable(),
});
export const Vehicles = z.strictObject({
  vehicles: z.array(VehicleShown),
  /** Those that are driven no more, the last first: for the desk alone. */
  retired: z.array(VehicleShown.extend({ retiredAt: shownTime })),
});

export const VehiclePath = z.strictObject({ vehicleId: z.uuid() });
/** From the next plan on; routes that there are keep their stops and are timed anew. What is absent stays as it is. */
export const ChangeVehicle = z.strictObject({
  code: vehicleCode.optional(),
  name: text(100).optional(),
  /** Refused beneath what one of its routes carries. */
  capacity: Capacity.partial().optional(),
  /** Null: it is reckoned from the volume. */
  bay_mm: Bay.nullable().optional(),
  cost: z.strictObject({ fixed: perUse, perHour: perUse, perKm }).partial().optional(),
  /** Refused while the vehicle has a route in its shift. */
  shift: Minutes.optional(),
  skills: SkillCodes.optional(),
  startsFrom: z.enum(startsFrom).optional(),
  returnsTo: z.enum(returnsTo).optional(),
  /** Null: it is not kept any longer. */
  home: Spot.nullable().optional(),
});
export type ChangeVehicle = z.infer<typeof ChangeVehicle>;
export type Vehicles = z.infer<typeof Vehicles>;
