import type { Work } from '../platform/work.ts';
import { setEtas, setStopsBefore } from './store.ts';

/** When the customers may expect their parcels; null takes a window back. */
export async function setEtaWindows(
  work: Work,
  siteId: string,
  etas: { parcelId: string; etaFrom: Date | null; etaTo: Date | null }[],
): Promise<void> {
  if (etas.length > 0) await setEtas(work.tx, siteId, etas);
}

/** How many doors the driver sees before each parcel's. */
export async function countStopsBefore(
  work: Work,
  siteId: string,
  parcels: { parcelId: string; stopsBefore: number }[],
): Promise<void> {
  if (parcels.length > 0) await setStopsBefore(work.tx, siteId, parcels);
}
