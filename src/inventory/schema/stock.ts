import { z } from 'zod';
import { conditions } from '../place.ts';

const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
export const Limit = z.coerce.number().int().min(1).max(1000).default(200);

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** What `next` of the page before says: a row has no id of its own. */
const cursorOf = (parts: string) => z.string().regex(new RegExp(`^${parts}$`), 'expected `next` of the page before');

export const StockQuery = z.strictObject({
  itemId: z.uuid().optional(),
  siteId: z.uuid().optional(),
  limit: Limit,
  /** Item and site. */
  cursor: cursorOf(`${ID}\\.${ID}`).optional(),
});
export type StockQuery = z.infer<typeof StockQuery>;

export const Stock = z.object({
  items: z.array(
    z.object({
      itemId: z.uuid(),
      siteId: z.uuid(),
      onHand: z.int(),
      promised: z.int(),
      allocated: z.int(),
      held: z.int(),
      available: z.int(),
      /** A flash sale of it that has not ended: nobody buys these units but in it. */
      flash: z
        .object({
          /** Units that it still has: those set aside, else, once it runs, all that are available. */
          left: z.int(),
          /** How many of those promised are set aside for it. */
          setAside: z.int(),
          /** Until it ends, nothing of the item is sold outside of it. */
          running: z.boolean(),
        })
        .nullable(),
    }),
  ),
  next: z.string().optional(),
});

export const PlacesQuery = z.strictObject({ siteId: z.uuid(), itemId: z.uuid() });

const Lying = z.object({
  place: z.string(),
  sellerId: z.uuid(),
  itemId: z.uuid(),
  lot: z.string(),
  serial: z.string(),
  condition: z.enum(conditions),
  quantity: z.int(),
  allocated: z.int(),
});
export const Places = z.object({ places: z.array(Lying) });

export const HeldUnits = z.object({
  places: z.array(
    Lying.extend({
      /** Holds that stand and have units of these; the others were held one by one. */
      holds: z.array(z.object({ holdId: z.uuid(), reason: z.string(), quantity: z.int() })),
      /** Held for a count that did not find them and waits for a second person. */
      waiting: z.int(),
      /** The movement that last made units here what they are, as far as the ledger tells. */
      kind: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

export const LedgerQuery = z.strictObject({
  itemId: z.uuid(),
  siteId: z.uuid().optional(),
  limit: Limit,
  /** Milliseconds since 1970, movement and leg. */
  cursor: cursorOf(`[0-9]{1,13}\\.${ID}\\.[0-9]{1,5}`).optional(),
});
export type LedgerQuery = z.infer<typeof LedgerQuery>;

export const Ledger = z.object({
  legs: z.array(
    z.object({
      movementId: z.uuid(),
      /** Which of the movement. */
      leg: z.int(),
      kind: z.string(),
      itemId: z.uuid(),
      lot: z.string(),
      fromPlace: z.string(),
      toPlace: z.string(),
      toCondition: z.string(),
      quantity: z.int(),
      reason: z.string().nullable(),
      /** Who did it; null where a seller asks. */
      actorId: z.uuid().nullable(),
      /** The request or scan behind it, as logs and traces name it; null where a seller asks. */
      trace: z.uuid().nullable(),
      at: shownTime,
    }),
  ),
  next: z.string().optional(),
});

export const CheckoutsQuery = z.strictObject({
  siteId: z.uuid(),
  limit: Limit,
  /** Milliseconds since 1970, and promise. */
  cursor: cursorOf(`[0-9]{1,13}\\.${ID}`).optional(),
});
export type CheckoutsQuery = z.infer<typeof CheckoutsQuery>;

export const Checkouts = z.object({
  /** Of all pages. */
  total: z.int(),
  checkouts: z.array(
    z.object({
      siteId: z.uuid(),
      promiseId: z.uuid(),
      sellerId: z.uuid(),
      channel: z.string(),
      mall: z.string(),
      externalId: z.string(),
      confirmedAt: shownTime,
      /** `open`: units that nobody else can have meanwhile. */
      lines: z.array(z.object({ itemId: z.uuid(), quantity: z.int(), open: z.int() })),
    }),
  ),
  next: z.string().optional(),
});

export const giveUpReasons = ['payment_returned', 'cancelled_at_shop', 'bought_twice', 'shop_silent'] as const;
export const GiveUpCheckout = z.strictObject({ reason: z.enum(giveUpReasons) });
export type GiveUpCheckout = z.infer<typeof GiveUpCheckout>;

export const HoldQuery = z.strictObject({
  siteId: z.uuid(),
  limit: Limit,
  /** Units short, and order. */
  cursor: cursorOf(`[0-9]{1,9}\\.${ID}`).optional(),
});

/** What something would do to orders that count on units. */
export const Breaks = z.object({
  orders: z.int(),
  /** Checkouts without an order that would lose units. */
  checkouts: z.int(),
  /** Units that would have to be picked from elsewhere. */
  broken: z.int(),
  /** Units that nothing else would cover. */
  short: z.int(),
});
export type Breaks = z.infer<typeof Breaks>;
export const HoldForeseen = Breaks.extend({ units: z.int() });
export const AdjustmentForeseen = Breaks.extend({ state: z.enum(['posted', 'waiting', 'refused', 'withdrawn']) });
