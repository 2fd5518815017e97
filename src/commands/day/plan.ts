import type { Basket } from './baskets.ts';
import type { DayOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Second } from './schedule.ts';
import type { Stop } from './stops.ts';
import type { Good } from './world.ts';

/** Of a cut-off: ordered by, delivered by, in seconds of the day. */
export interface Tide {
  name: string;
  orderBy: Second;
  deliverBy: Second;
}

export interface PlannedOrder {
  externalId: string;
  seller: number;
  at: Second;
  tide: number;
  lines: { sku: string; quantity: number }[];
  stop: Stop;
  /** What its buyer does later. */
  fate: 'keeps' | 'cancels' | 'returns';
  /** Ordered before it is paid, and paid some minutes after. */
  paysLater: boolean;
}

/** What stands on the label, and what a driver finds the door by. */
export const addressOf = (stop: Stop) => `${stop.name} ${stop.id}`;

/** Who gets an order. */
export const shipToOf = ({ externalId, at, stop }: Pick<PlannedOrder, 'externalId' | 'at' | 'stop'>) => ({
  name: `고객 ${externalId}`,
  phone: `010-5550-${String(at % 10_000).padStart(4, '0')}`,
  address: addressOf(stop),
  lat: stop.lat,
  lon: stop.lon,
});

export const HOUR = 3600;
/** The docks open at eight; by noon most of what came is put away, and the shops open. */
export const DOCKS_OPEN: Second = 8 * HOUR;
const OPEN: Second = 12 * HOUR;
const MIDNIGHT: Second = 24 * HOUR;

/** Cut-offs spread from noon to midnight; each is delivered within seven hours, the last by seven in the morning. */
export function tidesOf(count: number): Tide[] {
  const span = (MIDNIGHT - OPEN) / count;
  return Array.from({ length: count }, (_, at) => {
    const orderBy = Math.round((OPEN + span * (at + 1)) / 1800) * 1800;
    return { name: at === count - 1 ? 'dawn' : `tide ${at + 1}`, orderBy, deliverBy: orderBy + 7 * HOUR };
  });
}

/**
 * Today's baskets become orders: a basket is split by the owner of its goods, since a seller sells its own. Orders come
 * in all day, more of them in the last hour before a cut-off.
 */
export function planOrders(
  options: DayOptions,
  random: Random,
  day: { baskets: Basket[]; goods: Map<string, Good>; stops: Stop[]; tides: Tide[] },
): PlannedOrder[] {
  const orders: PlannedOrder[] = [];
  for (const basket of day.baskets) {
    const bySeller = new Map<number, { sku: string; quantity: number }[]>();
    for (const line of basket.lines) {
      const { seller } = day.goods.get(line.sku)!;
      bySeller.set(seller, [...(bySeller.get(seller) ?? []), line]);
    }
    // one order a basket: its largest part; a customer buys from one shop
    const [seller, lines] = [...bySeller].sort(([, a], [, b]) => b.length - a.length)[0]!;
    const tide = random.int(day.tides.length);
    const opens = tide === 0 ? OPEN : day.tides[tide - 1]!.orderBy;
    const { orderBy } = day.tides[tide]!;
    const rush = random.float() < 0.3;
    const from = rush ? Math.max(opens, orderBy - HOUR) : opens;
    const draw = random.float();
    orders.push({
      externalId: `${basket.id}-${orders.length + 1}`,
      seller,
      at: Math.round(from + random.float() * (orderBy - 60 - from)),
      tide,
      lines,
      stop: day.stops[orders.length % day.stops.length]!,
      fate: draw < 0.015 ? 'cancels' : draw < 0.03 ? 'returns' : 'keeps',
      paysLater: random.float() < 0.1,
    });
    if (orders.length === options.orders) break;
  }
  return orders.sort((a, b) => a.at - b.at);
}

/** What sellers send in the morning: what the day will ask for and a quarter more, a little too few of every fiftieth. */
export function planInbound(orders: PlannedOrder[], random: Random): Map<string, number> {
  const asked = new Map<string, number>();
  for (const { lines } of orders) {
    for (const { sku, quantity } of lines) asked.set(sku, (asked.get(sku) ?? 0) + quantity);
  }
  return new Map(
    [...asked].map(([sku, units]) => {
      const scarce = random.float() < 0.02 && units > 4;
      return [sku, scarce ? Math.max(1, Math.floor(units * 0.8)) : Math.ceil(units * 1.25) + 4];
    }),
  );
}
