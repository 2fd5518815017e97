import { z } from 'zod';
import { moment } from '../../platform/moment.shared.ts';
import { changeKinds } from '../rules.ts';
import { RouteShown, Unassigned } from './board.ts';
import { lat, lon, shownTime, siteId } from './shapes.ts';

/** What driving some stops comes to; `late`: due times missed. */
const Weight = z.strictObject({ distance_m: z.int(), duration_s: z.int(), late: z.int(), late_s: z.int() });
const Cost = z.strictObject({ before: Weight, after: Weight });

export const Changed = z.strictObject({
  changeId: z.uuid(),
  /** Of the routes that it touched, from now on. */
  cost: Cost,
  routes: z.array(RouteShown),
});
export type Changed = z.infer<typeof Changed>;
export const Undone = z.strictObject({
  changeId: z.uuid(),
  kind: z.enum(changeKinds),
  routes: z.array(RouteShown),
});
export type Undone = z.infer<typeof Undone>;

/** Each of these is what it would be more than now, of all routes that are touched. */
export const MoveCosts = z.strictObject({
  lanes: z.array(
    z.strictObject({
      routeId: z.uuid(),
      version: z.int(),
      /** What would still fit beside; less than nothing: over by that. Parcels that its vehicle cannot cool. */
      room: z.strictObject({ parcels: z.int(), weight_g: z.int(), volume_cm3: z.int(), unfit: z.int() }),
      /** Counted among its stops to come without those that move. */
      places: z.array(Weight.extend({ position: z.int() })),
    }),
  ),
  /** Null: what is aboard or locked cannot leave its vehicle. */
  pool: Weight.nullable(),
});
export type MoveCosts = z.infer<typeof MoveCosts>;

export const Propose = z.strictObject({
  siteId,
  /** The routes that may be changed; all that are not over where absent. What is locked stays, and so does what is driven. */
  routeIds: z.array(z.uuid()).min(1).max(200).optional(),
  /** Also put on them what waits in the pool. */
  pool: z.boolean().default(true),
  /** Also give routes to vehicles on shift that have none. */
  idle: z.boolean().default(false),
  seconds: z.number().min(0.1).max(30).default(2),
  seed: z.int().min(1).max(1_000_000).default(1),
});
export type Propose = z.infer<typeof Propose>;

/** What vehicles that leave cost, or no longer leave, whatever they drive: in the unit of their costs. */
const fixedCost = z.int();
const At = z.strictObject({ routeId: z.uuid(), vehicle: z.string(), position: z.int() });
export const PlanDiff = z.strictObject({
  proposalId: z.uuid(),
  cost: Cost,
  fixedCost,
  /** The routes that it changes, as they would be. */
  routes: z.array(
    z.strictObject({
      routeId: z.uuid(),
      vehicle: z.string(),
      version: z.int(),
      /** Its vehicle stands idle now. */
      opens: z.boolean(),
      cost: Cost,
      fixedCost,
      stops: z.array(z.strictObject({ stopId: z.uuid(), lat, lon, etaAt: shownTime, late_s: z.int() })),
    }),
  ),
  /** Stops that change their vehicle or are driven before or after others than now; null: the pool. Positions are among those to come. */
  moves: z.array(z.strictObject({ stopId: z.uuid(), parcels: z.int(), from: At.nullable(), to: At.nullable() })),
  unassigned: z.array(Unassigned),
});
export type PlanDiff = z.infer<typeof PlanDiff>;
export const ProposalPath = z.strictObject({ proposalId: z.uuid() });
export const ProposalEnded = ProposalPath.extend({ state: z.literal('discarded') });

const Window = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => from < to, 'expected a window that ends after it begins');
export const AskOffers = z.strictObject({
  siteId,
  lat,
  lon,
  parcels: z.int().min(1).max(1_000).default(1),
  weight_g: z.int().min(0).max(50_000_000).default(0),
  volume_cm3: z.int().min(0).max(200_000_000).default(0),
  temperature: z.enum(['ambient', 'chilled', 'frozen']).default('ambient'),
  /** What may be offered to the customer, in order and apart. */
  windows: z.array(Window).min(1).max(48),
  routeIds: z.array(z.uuid()).min(1).max(200).optional(),
});
export type AskOffers = z.infer<typeof AskOffers>;
export const Offers = z.strictObject({
  /** Cheapest first; a window that no route can keep is not among them. */
  offers: z.array(
    z.strictObject({
      from: shownTime,
      to: shownTime,
      routeId: z.uuid(),
      vehicle: z.string(),
      version: z.int(),
      /** Among the stops to come. */
      position: z.int(),
      beginAt: shownTime,
      /** What the plan would cost more. */
      cost: z.int(),
      distance_m: z.int(),
      duration_s: z.int(),
    }),
  ),
});
export type Offers = z.infer<typeof Offers>;
