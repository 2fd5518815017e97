import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import { codeOfPlace } from './place.ts';
import { shareOut, type Demand, type Share } from './rules.ts';
import { insertAllocations } from './store.ts';

export interface Allocated extends Share {
  allocationId: string;
  binCode: string;
}

export interface AllocateInput {
  siteId: string;
  /** In the order in which they are served. */
  lines: Demand[];
  /** A place that is not to be asked, since somebody has just found less there than the books say. */
  avoid?: string;
  /** Where the caller holds the stock already. */
  held?: HeldStock | undefined;
}

/** What units of promises need to become units of bins. Their promises are held with all lines: a wave asks for them all. */
export function lockDemands(work: Work, siteId: string, lines: Demand[]): Promise<HeldStock> {
  return lockStock(work, {
    siteId,
    sourced: [...new Set(lines.map(({ itemId }) => itemId))],
    lines: [...new Set(lines.map(({ promiseId }) => promiseId))].map((promiseId) => ({ siteId, promiseId })),
  });
}

/**
 * Turns promised units into units of a bin, first expired first out, for a whole wave in a handful of statements. What no
 * open pick bin holds stays promised and comes back as `short`. Allocations come in the order of the lines.
 */
export async function allocate(
  work: Work,
  { siteId, lines, avoid, held }: AllocateInput,
): Promise<Outcome<{ allocations: Allocated[]; short: Demand[] }>> {
  if (lines.length === 0) return done({ allocations: [], short: [] });
  const { sources } = held ?? (await lockDemands(work, siteId, lines));
  const { shares, short } = shareOut(
    lines,
    sources.filter(({ place }) => place !== avoid),
  );
  const allocations = shares.map((share) =>
    Object.assign(share, { allocationId: newId(), binCode: codeOfPlace(share.place) }),
  );
  if (allocations.length > 0) await insertAllocations(work, siteId, allocations);
  return done({ allocations, short });
}
