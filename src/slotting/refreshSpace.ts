import { binsOf, layoutOf, sitesSeenBy, walk_mm } from '../layout/index.ts';
import type { Job } from '../platform/jobs.ts';
import type { ToldFact } from '../platform/outbox.ts';
import type { Work } from '../platform/work.ts';
import { dropExpired, keepSpace } from './store.ts';

/**
 * Brings the search's picture of a site's bins up to date: their spots, and what is free in them. Picks empty bins
 * without telling, so the picture lags behind by one round of the job; what decides is counted under the bin's lock.
 */
export async function refreshSpace(work: Work, siteId: string): Promise<void> {
  const { layout } = await layoutOf(work.tx, siteId);
  const bins = await binsOf(work.tx, siteId, ['pick', 'reserve', 'stage', 'return']);
  await keepSpace(
    work.tx,
    siteId,
    bins.map((bin) => ({
      bin_code: bin.binCode,
      distance_mm: walk_mm(layout, layout.depot, bin),
      shuffle: shuffleOf(bin.binCode),
    })),
  );
}

/** A fixed spread of codes over 0 … 2^31 - 1 (FNV-1a; Fowler, Noll, Vo, 1991), so that a sample needs no sorting. */
export function shuffleOf(code: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < code.length; i++) hash = Math.imul(hash ^ code.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 1;
}

export const refreshSpaces: Job = {
  name: 'slotting.refreshSpaces',
  every_s: 600,
  async run(work) {
    await dropExpired(work.tx, work.at);
    for (const site of await sitesSeenBy(work.tx, undefined)) await refreshSpace(work, site.siteId);
  },
};

export async function hearLayout(work: Work, fact: ToldFact): Promise<void> {
  if (fact.siteId !== undefined) await refreshSpace(work, fact.siteId);
}
