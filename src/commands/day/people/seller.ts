import { Answered } from '../client.ts';
import type { Next, Person, Second } from '../schedule.ts';
import { after, type Stage, type Truck } from '../stage.ts';

/** What fits into one shipment's boxes: lines a box, so that a box is opened and emptied by one pair of hands. */
const LINES_A_BOX = 12;
const BOXES_A_TRUCK = 20;
/** A shop looks this often whether paid orders wait for units that were lost, and has others at the dock so much later. */
const LOOK_EVERY_S = 20 * 60;
const BROUGHT_IN_S = 60 * 60;
/** Sent beyond what waits: some of these will be missed, too. */
const SPARE = 2;

type Load = [sku: string, quantity: number][];

interface Shown {
  lines: { lineNo: number; itemId: string; waiting: number; back_ordered: number }[];
}

/**
 * Books the morning's inbound stock, truck by truck, each with an hour of a dock, and sends it off. During the day units
 * that paid orders lack are sent after it.
 */
export function makeSeller(stage: Stage, seller: number): Person {
  const { ground, units, floor } = stage;
  const { http, sellerId } = ground.sellers[seller]!;
  const mine = [...units].filter(([sku]) => ground.codeOf.get(sku)!.seller === seller);
  const perTruck = LINES_A_BOX * BOXES_A_TRUCK;
  const trucks = Array.from({ length: Math.ceil(mine.length / perTruck) }, (_, at) =>
    mine.slice(at * perTruck, (at + 1) * perTruck),
  );
  const skuOf = new Map([...ground.itemIds].map(([sku, itemId]) => [itemId, sku]));
  const last = stage.tides.at(-1)!;
  let next = 0;
  /** Lines that others are on their way for. */
  const answered = new Set<string>();
  const coming: { at: Second; truck: Truck }[] = [];

  async function book(load: Load): Promise<Truck> {
    const lines = load.map(([sku, quantity]) => ({ code: sku, quantity }));
    const boxes = Array.from({ length: Math.ceil(lines.length / LINES_A_BOX) }, (_, box) => ({
      size_mm: [600, 500, 500],
      weight_g: 12_000,
      contents: lines
        .slice(box * LINES_A_BOX, (box + 1) * LINES_A_BOX)
        .map(({ quantity }, at) => ({ line: box * LINES_A_BOX + at + 1, quantity })),
    }));
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(stage.now());
    const { siteId } = ground;
    const booked = await http.post<{ shipmentId: string; asn: string; boxes: { boxNo: number; sscc: string }[] }>(
      '/v1/inbound-shipments',
      { siteId, sellerId, expectedOn: day, lines, boxes },
    );
    await takeSlot(stage, seller, booked.shipmentId, day);
    await http.post(`/v1/inbound-shipments/${booked.shipmentId}/depart`, {});
    return {
      shipmentId: booked.shipmentId,
      asn: booked.asn,
      seller,
      arrived: undefined,
      boxes: booked.boxes.map(({ sscc, boxNo }) => ({
        sscc,
        lines: load.slice((boxNo - 1) * LINES_A_BOX, boxNo * LINES_A_BOX).map(([sku, quantity]) => ({ sku, quantity })),
      })),
    };
  }

  /** What paid orders lack and nobody has sent yet. */
  async function lacking(): Promise<Load> {
    const units = new Map<string, number>();
    const { orders } = await http.get<{ orders: { orderId: string }[] }>('/v1/orders?lacking=true&limit=200');
    for (const { orderId } of orders) {
      const { lines } = await http.get<Shown>(`/v1/orders/${orderId}`);
      for (const { lineNo, itemId, waiting, back_ordered } of lines) {
        const line = `${orderId} ${lineNo}`;
        if (waiting + back_ordered === 0 || answered.has(line)) continue;
        answered.add(line);
        const sku = skuOf.get(itemId)!;
        units.set(sku, (units.get(sku) ?? SPARE) + waiting + back_ordered);
      }
    }
    return [...units].slice(0, perTruck);
  }

  async function sendAfter(now: Second): Promise<Next> {
    for (const { truck } of coming.filter(({ at }) => at <= now)) floor.trucks.push(truck);
    coming.splice(0, coming.length, ...coming.filter(({ at }) => at > now));
    if (now > last.orderBy) return coming.length === 0 ? 'home' : after(LOOK_EVERY_S);
    const load = await lacking();
    if (load.length > 0) coming.push({ at: now + BROUGHT_IN_S, truck: await book(load) });
    return after(LOOK_EVERY_S);
  }

  return {
    name: `seller ${seller + 1}`,
    async act(now) {
      const load = trucks[next];
      if (load === undefined) return sendAfter(now);
      next += 1;
      floor.trucks.push(await book(load));
      return after(30);
    },
  };
}

/** The earliest free hour; somebody may be faster, then the next. Who comes after the docks' hours comes without one. */
async function takeSlot(stage: Stage, seller: number, shipmentId: string, day: string): Promise<void> {
  const { http } = stage.ground.sellers[seller]!;
  const { slots } = await http.get<{ slots: { dockCode: string; startsAt: string; free: boolean }[] }>(
    `/v1/dock-slots?siteId=${stage.ground.siteId}&day=${day}`,
  );
  const free = slots.filter((slot) => slot.free && new Date(slot.startsAt) > stage.now());
  free.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0));
  for (const { dockCode, startsAt } of free) {
    try {
      await http.post(`/v1/inbound-shipments/${shipmentId}/slot`, { dockCode, startsAt });
      return;
    } catch (error) {
      if (!(error instanceof Answered) || error.code !== 'slot_full') throw error;
    }
  }
}
