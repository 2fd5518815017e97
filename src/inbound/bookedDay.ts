import { layoutOf, localDay } from '../layout/index.ts';
import type { Work } from '../platform/work.ts';
import { headOf, type ShipmentRow } from './store.ts';

/** The day a shipment is expected on by the site's calendar, that of its hour at a dock first, and whether it is today. */
export async function bookedDay(work: Work, shipment: ShipmentRow): Promise<{ day: string; isToday: boolean }> {
  const { timeZone } = await layoutOf(work.tx, shipment.siteId);
  const slotAt = (await headOf(work.tx, shipment.shipmentId))?.slotAt ?? null;
  const day = slotAt === null ? shipment.expectedOn : localDay(timeZone, slotAt);
  return { day, isToday: day === localDay(timeZone, work.at) };
}
