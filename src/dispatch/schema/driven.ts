import { z } from 'zod';
import { RouteHead, RouteShown } from './board.ts';
import { shownTime, siteId } from './shapes.ts';

export const DrivenQuery = z.strictObject({
  siteId,
  /** Of the site's calendar; today where absent. */
  day: z.iso
    .date()
    .refine((value) => value >= '2000' && value < '2200', 'expected a day from 2000 to 2199')
    .optional(),
});
const count = z.int();
const Times = {
  departedAt: shownTime,
  /** When its last stop was done. */
  finishedAt: shownTime.nullable(),
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

const DrivenStop = RouteShown.shape.stops.element.extend({
  arrivedAt: shownTime.nullable(),
  /** How far from the door the driver said that he was there, and why where that was far. */
  away_m: count.nullable(),
  awayReason: z.string().nullable(),
  /** His phone stood there: he did not have to say so. */
  byFence: z.boolean(),
  /** The code itself stays where it is: it opens a door. */
  proof: z.strictObject({ photoId: z.uuid().nullable(), signatureId: z.uuid().nullable(), code: z.boolean() }),
});
export const DrivenRoute = RouteHead.extend({ ...Times, stops: z.array(DrivenStop) });
export type DrivenRoute = z.infer<typeof DrivenRoute>;
