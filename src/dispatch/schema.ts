import { z } from 'zod';
import { failReasons, routeStates } from './rules.ts';

/** Printable, trimmed, no control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]*$/u, 'expected no control characters');
const time = z.iso
  .datetime({ offset: true })
  .regex(/^20/, 'expected a time of this century')
  .transform((at) => new Date(at));
const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
const reason = text(200);
const lat = z.number().min(-90).max(90);
const lon = z.number().min(-180).max(180);
const siteId = z.uuid();

export const AddVehicle = z.strictObject({
  siteId,
  code: z.string().regex(/^VEH-[A-Z0-9-]{1,20}$/, 'expected VEH- and 1-20 capital letters, digits and dashes'),
  name: text(100).optional(),
  capacity: z.strictObject({
    parcels: z.int().min(1).max(10_000),
    weight_g: z.int().min(1).max(50_000_000),
    volume_cm3: z.int().min(1).max(200_000_000),
  }),
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

export const OfferShift = z.strictObject({
  siteId,
  fromAt: time,
  toAt: time,
  pay_krw: z.int().min(0).max(10_000_000),
  /** Until when it may be accepted. */
  endsAt: time,
});
export type OfferShift = z.infer<typeof OfferShift>;
export const Shift = z.strictObject({
  siteId,
  shiftId: z.uuid(),
  fromAt: shownTime,
  toAt: shownTime,
  pay_krw: z.int(),
  endsAt: shownTime,
  state: z.enum(['offered', 'accepted', 'started', 'ended', 'withdrawn']),
  driverId: z.uuid().nullable(),
});
export const Shifts = z.strictObject({ shifts: z.array(Shift) });
export const ShiftPath = z.strictObject({ shiftId: z.uuid() });

export const PlanRoutes = z.strictObject({
  siteId,
  /** Orders to be delivered by this instant; `cutOff` names a cut-off of the site instead. */
  dueBy: time.optional(),
  cutOff: text(200).optional(),
  parcelIds: z.array(z.uuid()).max(20_000).optional(),
  vehicleIds: z.array(z.uuid()).max(500).optional(),
  departAt: time.optional(),
  seconds: z.number().min(0.1).max(60).default(5),
  seed: z.int().min(1).max(1_000_000).default(1),
  /** Planned routes to be planned anew together with what waits; their locked stops stay where they are. */
  routeIds: z.array(z.uuid()).max(500).default([]),
});
export type PlanRoutes = z.infer<typeof PlanRoutes>;

const Violation = z.strictObject({
  kind: z.enum(['late', 'shift', 'parcels', 'weight', 'volume', 'skill']),
  subject: z.string(),
  /** Seconds, parcels, grams or cm³. */
  amount: z.int(),
  acceptedBy: z.uuid().nullable(),
});
const StopShown = z.strictObject({
  stopId: z.uuid(),
  position: z.int(),
  lat,
  lon,
  state: z.enum(['planned', 'arrived', 'delivered', 'partly', 'failed']),
  locked: z.boolean(),
  dueAt: shownTime.nullable(),
  etaAt: shownTime,
  late_s: z.int(),
  reason: z.string().nullable(),
  doneAt: shownTime.nullable(),
  parcels: z.array(
    z.strictObject({
      parcelId: z.uuid(),
      sscc: z.string(),
      orderId: z.uuid(),
      state: z.enum(['planned', 'loaded', 'left', 'out', 'delivered', 'failed', 'back']),
      temperature: z.string(),
      cancelAsked: z.boolean(),
    }),
  ),
});
export const RouteHead = z.strictObject({
  siteId,
  routeId: z.uuid(),
  vehicleId: z.uuid(),
  vehicle: z.string(),
  driverId: z.uuid().nullable(),
  state: z.enum(routeStates),
  version: z.int(),
  locked: z.boolean(),
  departAt: shownTime,
  endAt: shownTime,
  distance_m: z.int(),
  duration_s: z.int(),
});
export const RouteShown = RouteHead.extend({ stops: z.array(StopShown), violations: z.array(Violation) });
export type RouteShown = z.infer<typeof RouteShown>;

export const Unassigned = z.strictObject({
  parcelId: z.uuid(),
  /** The one thing that, changed, would let it go. */
  reason: z.strictObject({ code: z.string(), text: z.string() }),
});
export type Unassigned = z.infer<typeof Unassigned>;
export const Plan = z.strictObject({
  planId: z.uuid(),
  routes: z.array(RouteShown),
  unassigned: z.array(Unassigned),
  summary: z.strictObject({
    parcels: z.int(),
    stops: z.int(),
    routes: z.int(),
    late: z.int(),
    distance_m: z.int(),
    duration_s: z.int(),
  }),
});
export type Plan = z.infer<typeof Plan>;

export const Pool = z.strictObject({
  /** When the last plan was made that left something. */
  plannedAt: shownTime.nullable(),
  doors: z.array(
    z.strictObject({
      lat,
      lon,
      dueAt: shownTime.nullable(),
      parcelIds: z.array(z.uuid()),
      /** Null: it came after the last plan. */
      reason: Unassigned.shape.reason.nullable(),
    }),
  ),
  /** Parcels that no plan can take as they are. */
  kept: z.array(Unassigned),
});
export type Pool = z.infer<typeof Pool>;

export const RoutesQuery = z.strictObject({
  siteId,
  state: z.enum(routeStates).optional(),
  planId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const Routes = z.strictObject({ routes: z.array(RouteHead) });
export const RoutePath = z.strictObject({ routeId: z.uuid() });
export const StopPath = z.strictObject({ stopId: z.uuid() });

export const Publish = z.strictObject({
  /** Absent: offered to all drivers of the site. */
  driverId: z.uuid().optional(),
  /** The caller takes the plan's lateness and overloads on himself. */
  acceptViolations: z.boolean().default(false),
});
export const Lock = z.strictObject({ locked: z.boolean(), stopIds: z.array(z.uuid()).max(500).optional() });
export const Reassign = z.strictObject({
  stopIds: z.array(z.uuid()).min(1).max(500),
  /** Where to, and the version of it that the board showed; null: back to the pool. */
  to: z
    .strictObject({ routeId: z.uuid(), version: z.int(), position: z.int().min(1).max(1_000).optional() })
    .nullable(),
});
export type Reassign = z.infer<typeof Reassign>;
export const Reassigned = z.strictObject({ routes: z.array(RouteShown) });

export const Load = z.strictObject({
  sscc: z.string().regex(/^[0-9]{18}$/, 'expected an SSCC'),
  reason: reason.optional(),
});
export const Depart = z.strictObject({
  /** Parcels of the route that stay here, each with its reason. */
  left: z
    .array(z.strictObject({ parcelId: z.uuid(), reason }))
    .max(1_000)
    .default([]),
});
export const Arrive = z.strictObject({ lat: lat.optional(), lon: lon.optional(), reason: reason.optional() });
export const Deliver = z.strictObject({
  parcelIds: z.array(z.uuid()).min(1).max(500),
  proof: z
    .strictObject({
      photoId: z.uuid().optional(),
      signatureId: z.uuid().optional(),
      code: text(40).optional(),
    })
    .prefault({}),
  /** Of the parcels that are not handed over. */
  reason: z.enum(failReasons).optional(),
});
export const Fail = z.strictObject({ reason: z.enum(failReasons), photoId: z.uuid().optional() });
export const BringBack = z.strictObject({ sscc: z.string().regex(/^[0-9]{18}$/, 'expected an SSCC') });
export const CloseRoute = z.strictObject({
  /** Parcels that did not come back, with the reason for it. */
  lost: z
    .array(z.strictObject({ parcelId: z.uuid(), reason }))
    .max(1_000)
    .default([]),
});
export const StopDone = z.strictObject({
  stopId: z.uuid(),
  state: z.enum(['planned', 'arrived', 'delivered', 'partly', 'failed']),
  routeState: z.enum(routeStates),
});
export type StopDone = z.infer<typeof StopDone>;
export const RecipientShown = z.strictObject({ name: z.string(), phone: z.string(), address: z.string() });

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
        at: time,
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
export const Loading = z.strictObject({
  routeId: z.uuid(),
  vehicle: z.string(),
  state: z.enum(routeStates),
  loaded: z.int(),
  total: z.int(),
  next: z.array(z.strictObject({ sscc: z.string(), position: z.int() })),
  missing: z.array(z.strictObject({ parcelId: z.uuid(), sscc: z.string(), position: z.int() })),
});
export const BroughtBack = z.strictObject({
  parcelId: z.uuid(),
  state: z.enum(['closed', 'returning']),
  left: z.int(),
});
export const DriverPath = z.strictObject({ driverId: z.uuid() });
export const TrackQuery = z.strictObject({
  siteId,
  from: time,
  to: time,
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
