import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { codeOfPlace } from './place.ts';
import { shareOut, type Demand, type Share, type Source } from './rules.ts';
import { insertAllocations, lockSources } from './store.ts';

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
  /** What `lockSources` answered in this transaction, where the caller has asked already. */
  sources?: Source[];
}

/**
 * Turns promised units into units of a bin, first expired first out, for a whole wave in two statements. What no open
 * pick bin holds stays promised and comes back as `short`. Allocations come in the order of the lines.
 */
export async function allocate(
  work: Work,
  { siteId, lines, avoid, sources }: AllocateInput,
): Promise<Outcome<{ allocations: Allocated[]; short: Demand[] }>> {
  if (lines.length === 0) return done({ allocations: [], short: [] });
  const free = (sources ?? (await lockSources(work, siteId, lines))).filter((source) => source.place !== avoid);
  const { shares, short } = shareOut(lines, free);
  const allocations = shares.map((share) =>
    Object.assign(share, { allocationId: newId(), binCode: codeOfPlace(share.place) }),
  );
  if (allocations.length > 0) await insertAllocations(work, siteId, allocations);
  return done({ allocations, short });
}
