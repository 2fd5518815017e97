import { Answered } from '../client.ts';
import type { Person } from '../schedule.ts';
import { after, type Stage } from '../stage.ts';

/** What fits into one shipment's boxes: lines a box, so that a box is opened and emptied by one pair of hands. */
const LINES_A_BOX = 12;
const BOXES_A_TRUCK = 20;

/** Books the morning's inbound stock, truck by truck, each with an hour of a dock, and sends it off. */
export function makeSeller(stage: Stage, seller: number): Person {
  const { ground, units, floor } = stage;
  const { http, sellerId } = ground.sellers[seller]!;
  const mine = [...units].filter(([sku]) => ground.codeOf.get(sku)!.seller === seller);
  const perTruck = LINES_A_BOX * BOXES_A_TRUCK;
  const trucks = Array.from({ length: Math.ceil(mine.length / perTruck) }, (_, at) =>
    mine.slice(at * perTruck, (at + 1) * perTruck),
  );
  let next = 0;
  return {
    name: `seller ${seller + 1}`,
    async act() {
      const load = trucks[next];
      if (load === undefined) return 'home';
      next += 1;
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
      floor.trucks.push({
        shipmentId: booked.shipmentId,
        asn: booked.asn,
        seller,
        arrived: undefined,
        boxes: booked.boxes.map(({ sscc, boxNo }) => ({
          sscc,
          lines: load
            .slice((boxNo - 1) * LINES_A_BOX, boxNo * LINES_A_BOX)
            .map(([sku, quantity]) => ({ sku, quantity })),
        })),
      });
      return after(30);
    },
  };
}

/** The earliest free hour; somebody may be faster, then the next. */
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
  throw new Error('no dock has a free hour left today');
}
