import { addVehicle } from '../../dispatch/index.ts';
import { book, gateIn, schedule } from '../../inbound/index.ts';
import { atMinute, dayAfter, localDay } from '../../layout/index.ts';
import { RefusedError, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { place } from '../../orders/index.ts';
import { addCartons } from '../../packing/index.ts';

/** name, latitude, longitude of a place in Seoul: a demo order goes to each */
const doors: [string, number, number][] = [
  ['마포구 연남로 21', 37.5629, 126.9254],
  ['서대문구 신촌로 83', 37.5571, 126.9368],
  ['영등포구 여의대로 108', 37.5254, 126.9289],
  ['강서구 공항대로 236', 37.5588, 126.8345],
  ['양천구 목동동로 257', 37.5262, 126.8744],
  ['구로구 디지털로 300', 37.4838, 126.8968],
  ['관악구 봉천로 485', 37.4826, 126.9516],
  ['동작구 노량진로 140', 37.5134, 126.9426],
  ['용산구 이태원로 200', 37.5345, 126.9946],
  ['은평구 통일로 855', 37.6186, 126.9208],
  ['종로구 자하문로 40', 37.5791, 126.9722],
  ['성동구 왕십리로 83', 37.5446, 127.0445],
];
/** Two by day and two by night: whenever somebody plans, two have six hours or more before them. */
const byDay = { fromMinute: 5 * 60, toMinute: 23 * 60 };
const byNight = { fromMinute: 17 * 60, toMinute: 35 * 60 };
const vehicles: [string, typeof byDay][] = [
  ['VEH-01', byDay],
  ['VEH-02', byDay],
  ['VEH-03', byNight],
  ['VEH-04', byNight],
];
const buyers = ['김하늘', '이서준', '박지우', '최민서', '정도윤', '한서연'];

export interface LivingSeller {
  sellerId: string;
  /** Items that are in stock, by their codes. */
  codes: string[];
}

/** A site at work: cartons, vehicles, orders to be delivered at dawn, goods at the dock and on their way. */
export async function addLife(work: Work, siteId: string, sellers: LivingSeller[]): Promise<void> {
  must(
    await addCartons(work, {
      siteId,
      cartons: [
        { cartonCode: 'BOX-S', size_mm: [250, 200, 150], maxWeight_g: 10_000, tare_g: 120 },
        { cartonCode: 'BOX-M', size_mm: [400, 300, 250], maxWeight_g: 18_000, tare_g: 260 },
        { cartonCode: 'BOX-L', size_mm: [600, 420, 380], maxWeight_g: 25_000, tare_g: 480 },
      ],
    }),
  );
  for (const [code, shift] of vehicles) {
    must(
      await addVehicle(work, {
        siteId,
        code,
        capacity: { parcels: 80, weight_g: 900_000, volume_cm3: 6_000_000 },
        shift,
        skills: ['chilled', 'frozen'],
        startsFrom: 'site',
        returnsTo: 'site',
        cost: { fixed: 0, perHour: 3600, perKm: 0 },
      }),
    );
  }
  for (const [at, { sellerId, codes }] of sellers.entries()) {
    await addOrders(work, { siteId, sellerId, codes, from: at * doors.length });
    await addInbound(work, { siteId, sellerId, codes });
  }
}

async function addOrders(
  work: Work,
  of: { siteId: string; sellerId: string; codes: string[]; from: number },
): Promise<void> {
  for (const [at, [address, lat, lon]] of doors.entries()) {
    const number = of.from + at + 1;
    const lines = Array.from({ length: 1 + (at % 3) }, (_, line) => ({
      code: of.codes[(at * 5 + line * 3) % of.codes.length]!,
      quantity: 1 + ((at + line) % 2),
    }));
    must(
      await place(work, {
        sellerId: of.sellerId,
        siteId: of.siteId,
        channel: 'demo',
        mall: '',
        externalId: `DEMO-${String(number).padStart(3, '0')}`,
        version: 1,
        paid: true,
        lines,
        shipTo: { name: buyers[at % buyers.length]!, phone: `010-5550-${1000 + number}`, address, lat, lon },
        onShortfall: 'keep',
      }),
    );
  }
}

/** One shipment stands at a dock, to be received; another comes tomorrow at ten. */
async function addInbound(work: Work, of: { siteId: string; sellerId: string; codes: string[] }): Promise<void> {
  const zone = 'Asia/Seoul';
  const today = localDay(zone, work.at);
  const lines = of.codes.slice(0, 4).map((code) => ({ code, quantity: 24 }));
  const boxes = lines.map((_, at) => ({
    size_mm: [500, 400, 400] as [number, number, number],
    weight_g: 14_000,
    count: 1,
    contents: [{ line: at + 1, quantity: 24 }],
  }));
  const asked = { siteId: of.siteId, sellerId: of.sellerId, draft: false, unannounced: false, lines, boxes };
  const here = must(await book(work, { ...asked, expectedOn: today }));
  must(await gateIn(work, { shipmentId: here.shipmentId }));
  const tomorrow = dayAfter(today, 1);
  const coming = must(await book(work, { ...asked, expectedOn: tomorrow }));
  const startsAt = atMinute(zone, tomorrow, 10 * 60).toISOString();
  // the second seller finds the dock taken and comes without a slot
  await schedule(work, { shipmentId: coming.shipmentId, dockCode: 'DOCK-1', startsAt });
}

function must<T>(outcome: Outcome<T>): T {
  if (outcome.refused) throw new RefusedError(outcome.refusal);
  return outcome.value;
}
