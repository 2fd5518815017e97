import type { Work } from '../platform/work.ts';
import { setEtas } from './store.ts';

/** When the customers may expect their parcels; null takes a window back. */
export async function setEtaWindows(
  work: Work,
  siteId: string,
  etas: { parcelId: string; etaFrom: Date | null; etaTo: Date | null }[],
): Promise<void> {
  if (etas.length > 0) await setEtas(work.tx, siteId, etas);
}
