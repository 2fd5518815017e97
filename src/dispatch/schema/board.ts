import { z } from 'zod';
import { moment } from '../../platform/moment.shared.ts';
import { outcomes } from '../failurePolicy.ts';
import { changeKinds, returnsTo, routeStates } from '../rules.ts';
import { text, shownTime, lat, lon, siteId } from './shapes.ts';

export const PlanRoutes = z.strictObject({
  siteId,
  /** Orders to be delivered by this instant; `cutOff` names a cut-off of the site instead. */
  dueBy: moment.optional(),
  cutOff: text(200).optional(),
  parcelIds: z.array(z.uuid()).max(20_000).optional(),
  vehicleIds: z.array(z.uuid()).max(500).optional(),
  departAt: moment.optional(),
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
  /** City and district, for the desk; the street is looked up with a reason. */
  area: z.string().nullable(),
  state: z.enum(['planned', 'arrived', 'delivered', 'partly', 'failed']),
  /** To its vehicle; pinned: to its place, with all that is driven before it. */
  locked: z.boolean(),
  pinned: z.boolean(),
  dueAt: shownTime.nullable(),
  etaAt: shownTime,
  /** Four arrivals of five lie between; null until the vehicle has left. */
  etaFrom: shownTime.nullable(),
  etaTo: shownTime.nullable(),
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
      /** What was decided when it was not handed over. */
      afterFailure: z.enum(outcomes).nullable(),
      /** When the desk said so, instead of the rules. */
      decidedAt: shownTime.nullable(),
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
export const RouteShown = RouteHead.extend({
  /** The home that its vehicle leaves, at this moment, to be loaded for it; null: it is at the site, or who asks may not know. */
  fromHome: z.strictObject({ lat, lon, leaveAt: shownTime }).nullable(),
  /** Where the vehicle goes after its last door: the last trip of a shift may end elsewhere than at the site. */
  returnsTo: z.enum(returnsTo),
  /** The home at which it ends. */
  end: z.strictObject({ lat, lon }).nullable(),
  stops: z.array(StopShown),
  violations: z.array(Violation),
  /** The failed stop that can still be taken back as a slip. */
  slip: z.uuid().nullable(),
});
export type RouteShown = z.infer<typeof RouteShown>;

const Given = z.strictObject({
  rule: z.enum(['capacity', 'window', 'shift', 'limits', 'skills', 'vehicle']),
  /** Seconds later for a window or shift, units of the room that is short, one vehicle. */
  by: z.int(),
  room: z.enum(['parcels', 'weight_g', 'volume_cm3']).nullable(),
});
/** One change that is known to be enough, the cheapest of those found. */
const Relaxation = Given.extend({
  /** The vehicle that would take it; of one more vehicle: which one it would have to be like. */
  vehicle: z.string(),
  /** What that one more vehicle would have to have beside. */
  also: Given.nullable(),
  /** What the plan would cost more. */
  cost: z.int(),
});
export type Relaxation = z.infer<typeof Relaxation>;
export const Unassigned = z.strictObject({
  parcelId: z.uuid(),
  /** The one thing that, changed, would let it go. */
  reason: z.strictObject({ code: z.string(), text: z.string() }),
  relaxation: Relaxation.nullable(),
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
      area: z.string().nullable(),
      dueAt: shownTime.nullable(),
      /** What a vehicle has to have for it. */
      needs: z.array(z.string()),
      parcels: z.array(z.strictObject({ parcelId: z.uuid(), orderId: z.uuid(), sscc: z.string() })),
      /** Null: no plan has left it out. */
      reason: Unassigned.shape.reason.nullable(),
      /** Why it is in the pool, where no plan has said so; `failed`: why the door stayed shut from which it came back, or it was left behind. */
      since: z.enum(['no_plan', 'after_plan', 'not_in_plan', 'came_back', 'left_behind']),
      failed: z.string().nullable(),
      relaxation: Relaxation.nullable(),
    }),
  ),
  /** Parcels that no plan can take as they are. */
  kept: z.array(
    Unassigned.extend({
      area: z.string().nullable(),
      orderId: z.uuid(),
      sscc: z.string(),
      /** Why staff or a driver holds it back; null where it is kept for another reason. */
      holdReason: z.string().nullable(),
    }),
  ),
});
export type Pool = z.infer<typeof Pool>;

export const RoutesQuery = z.strictObject({
  siteId,
  /** `passedOn`: of a driver, those that he had and another has. */
  state: z.enum([...routeStates, 'passedOn']).optional(),
  planId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const Routes = z.strictObject({
  routes: z.array(RouteHead),
  /** Of the asker's changes that can be taken back, what the last was; null where there is none. */
  undo: z.enum(changeKinds).nullable(),
});
export const RoutePath = z.strictObject({ routeId: z.uuid() });
export const StopPath = z.strictObject({ stopId: z.uuid() });

export const Publish = z.strictObject({
  /** Absent: offered to all drivers of the site. */
  driverId: z.uuid().optional(),
  /** The caller takes the plan's lateness and overloads on himself. */
  acceptViolations: z.boolean().default(false),
});
export const Lock = z.strictObject({
  locked: z.boolean(),
  stopIds: z.array(z.uuid()).max(500).optional(),
  /** Stops keep their place, not their vehicle alone; so does all that is driven before them. */
  place: z.boolean().default(false),
});
export type Lock = z.infer<typeof Lock>;
/** Parcels that are on no route yet: with others for the same door they become one stop. */
const FromPool = z.strictObject({ siteId, parcelIds: z.array(z.uuid()).min(1).max(500) });
const Moving = z.strictObject({ stopIds: z.array(z.uuid()).max(500).default([]), pool: FromPool.optional() });
const movesSome = ({ stopIds, pool }: z.infer<typeof Moving>): boolean => stopIds.length > 0 || pool !== undefined;
const SOME = 'expected stops, or parcels of the pool';
export const WeighMoves = Moving.refine(movesSome, SOME);
export type WeighMoves = z.infer<typeof WeighMoves>;

export const Reassign = Moving.extend({
  /** Where to, and the version of it that the board showed; null: back to the pool. */
  to: z
    .strictObject({
      routeId: z.uuid(),
      version: z.int(),
      /** Among its stops to come, counted without those that move; the last where absent. */
      position: z.int().min(1).max(1_000).optional(),
    })
    .nullable(),
})
  .refine(movesSome, SOME)
  .refine(({ pool, to }) => pool === undefined || to !== null, 'expected a route for what is in the pool');
export type Reassign = z.infer<typeof Reassign>;
