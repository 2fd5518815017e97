import { z } from 'zod';
import { day } from '../../platform/moment.shared.ts';
import { RouteHead, RouteShown } from './board.ts';
import { returnsTo } from '../rules.ts';
import { shownTime, siteId } from './shapes.ts';

export const DrivenQuery = z.strictObject({
  siteId,
  /** Of the site's calendar; today where absent. */
  day: day.optional(),
});
const count = z.int();
const Times = {
  departedAt: shownTime,
  /** When its last stop was done. */
  finishedAt: shownTime.nullable(),
  /** When it was where it ends, at the site or at a home; after its last door that is known or reckoned. */
  backAt: shownTime.nullable(),
  /** Its driver's phone was seen there: it is known. */
  backSeen: z.boolean(),
  closedAt: shownTime.nullable(),
};
const Driven = RouteHead.extend({
  ...Times,
  stops: count,
  /** Doors where all was handed over, where some was, and that did not open. */
  delivered: count,
  partly: count,
  failed: count,
  late: count,
  parcels: count,
  /** Parcels that came back to the house. */
  back: count,
});
export const DrivenDay = z.strictObject({ day: z.string(), routes: z.array(Driven) });
export type DrivenDay = z.infer<typeof DrivenDay>;

/** The code itself stays where it is: it opens a door. */
export const Proof = z.strictObject({
  photoId: z.uuid().nullable(),
  signatureId: z.uuid().nullable(),
  code: z.boolean(),
});

const { stops, end } = RouteShown.shape;
const DrivenParcel = stops.element.shape.parcels.element.extend({
  /** Where it was last, after this door, or is to come next; null: at no other door since. */
  since: z
    .strictObject({
      routeId: z.uuid(),
      vehicle: z.string(),
      departedAt: shownTime.nullable(),
      position: count,
      state: stops.element.shape.parcels.element.shape.state,
      etaAt: shownTime,
      doneAt: shownTime.nullable(),
    })
    .nullable(),
});
const DrivenStop = stops.element.extend({
  arrivedAt: shownTime.nullable(),
  /** How far from the door the driver said that he was there, and why where that was far. */
  away_m: count.nullable(),
  awayReason: z.string().nullable(),
  /** His phone stood there: he did not have to say so. */
  byFence: z.boolean(),
  proof: Proof,
  parcels: z.array(DrivenParcel),
});
export const DrivenRoute = RouteHead.extend({
  ...Times,
  /** Where it ended: away from the site only after the last trip of a shift. */
  returnsTo: z.enum(returnsTo),
  end,
  stops: z.array(DrivenStop),
});
export type DrivenRoute = z.infer<typeof DrivenRoute>;
