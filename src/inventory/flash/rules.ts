import { refuse, type Refused } from '../../platform/errors.ts';

export type Phase = 'planned' | 'running' | 'sold_out' | 'ended';

interface Timed {
  state: 'open' | 'closed';
  startsAt: Date;
  endsAt: Date | null;
}

/** A sale runs from its start on, up to but not at its end. */
export const isOver = ({ state, endsAt }: Timed, at: Date) => state === 'closed' || (endsAt !== null && endsAt <= at);

export function phaseOf(sale: Timed & { left: number }, at: Date): Phase {
  if (isOver(sale, at)) return 'ended';
  if (at < sale.startsAt) return 'planned';
  return sale.left > 0 ? 'running' : 'sold_out';
}

/** Units of a sale that are still there: of those set aside, else of all that are available; of an ended one what was not sold. */
export function leftOf(
  sale: Timed & { setAside: number | null; sold: number; aside: number; available: number },
  at: Date,
): number {
  if (isOver(sale, at)) return sale.setAside === null ? 0 : sale.setAside - sale.sold;
  return sale.setAside === null ? sale.available : sale.aside;
}

/** One item of a basket that is in a sale. */
export interface SaleAsk {
  promiseId: string;
  saleId: string;
  quantity: number;
  /** Hash of the customer for this sale; absent: nobody was named. */
  customer: string | undefined;
}

export interface SaleRoom extends Timed {
  saleId: string;
  itemId: string;
  cap: number;
  setAside: number | null;
  aside: number;
  available: number;
}

export interface CapPlan {
  refused: Map<string, Refused>;
  /** What is taken of running sales. */
  taken: SaleAsk[];
  /** Sales in which somebody was refused for want of units or of his own share: promises past their time may hold some. */
  tight: Set<string>;
}

/**
 * Decides baskets one after another, each whole or not at all; a refused one takes nothing from the next. Before its start a
 * sale leaves everything but what is set aside to everybody. `had` is what customers have by `${saleId} ${customer}`.
 */
export function decideCaps(asks: SaleAsk[], rooms: SaleRoom[], had: Map<string, number>, at: Date): CapPlan {
  const roomOf = new Map(rooms.map((room) => [room.saleId, room]));
  const left = new Map(
    rooms.map((room) => [room.saleId, at < room.startsAt || room.setAside === null ? room.available : room.aside]),
  );
  const units = new Map(had);
  const plan: CapPlan = { refused: new Map(), taken: [], tight: new Set() };
  for (const [promiseId, basket] of grouped(asks)) {
    const refusals = basket.map((ask) => judge(ask, roomOf.get(ask.saleId)!, { left, units, at }));
    basket.forEach((ask, nth) => isTight(refusals[nth]) && plan.tight.add(ask.saleId));
    const refused = refusals.find((refusal) => refusal !== undefined);
    if (refused !== undefined) {
      plan.refused.set(promiseId, refused);
      continue;
    }
    for (const ask of basket) {
      left.set(ask.saleId, left.get(ask.saleId)! - ask.quantity);
      if (at < roomOf.get(ask.saleId)!.startsAt) continue;
      units.set(keyOf(ask), (units.get(keyOf(ask)) ?? 0) + ask.quantity);
      plan.taken.push(ask);
    }
  }
  return plan;
}

const keyOf = ({ saleId, customer }: SaleAsk) => `${saleId} ${customer}`;

const isTight = (refused: Refused | undefined) =>
  refused !== undefined && refused.refusal.code !== 'flash_customer_missing';

interface Standing {
  left: Map<string, number>;
  units: Map<string, number>;
  at: Date;
}

function judge(ask: SaleAsk, room: SaleRoom, { left, units, at }: Standing): Refused | undefined {
  const { saleId, itemId, cap, startsAt, endsAt } = room;
  const { quantity } = ask;
  const there = Math.max(0, left.get(saleId)!);
  if (at < startsAt) {
    // what not even the units set aside would cover is no matter of the sale: the stock refuses it
    if (quantity <= there || quantity > there + room.aside) return undefined;
    const details = { saleId, itemId, requested: quantity, available: there, startsAt };
    return refuse('flash_not_open', 'The flash sale has not begun', {
      got: at,
      expected: startsAt,
      details,
      subject: saleId,
    });
  }
  if (ask.customer === undefined) {
    return refuse('flash_customer_missing', 'A flash sale needs to know the customer', {
      status: 422,
      field: 'customer',
      got: 'absent',
      expected: 'who buys',
      details: { saleId, itemId, unitsPerCustomer: cap },
      subject: saleId,
    });
  }
  const taken = units.get(keyOf(ask)) ?? 0;
  if (taken + quantity > cap) {
    const details = { saleId, itemId, requested: quantity, taken, left: cap - taken, until: endsAt };
    return refuse('flash_cap_reached', 'A customer may have no more of this', {
      got: taken + quantity,
      expected: cap,
      details,
      subject: saleId,
    });
  }
  if (quantity > there) {
    const details = [{ itemId, requested: quantity, available: there }];
    return refuse('not_enough_stock', 'There is not enough left', { details, subject: saleId });
  }
  return undefined;
}

function grouped(asks: SaleAsk[]): Map<string, SaleAsk[]> {
  const baskets = new Map<string, SaleAsk[]>();
  for (const ask of asks) baskets.set(ask.promiseId, [...(baskets.get(ask.promiseId) ?? []), ask]);
  return baskets;
}
