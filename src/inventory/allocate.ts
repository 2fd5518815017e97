import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { codeOfPlace } from './place.ts';
import { shareOut, type Demand, type Source } from './rules.ts';
import { insertAllocations, lockSources } from './store.ts';

export interface Allocated {
  allocationId: string;
  sellerId: string;
  orderId: string;
  lineNo: number;
  promiseId: string;
  itemId: string;
  binCode: string;
  lot: string;
  serial: string;
  quantity: number;
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
 * pick bin holds stays promised and comes back as `short`.
 */
export async function allocate(
  work: Work,
  { siteId, lines, avoid, sources }: AllocateInput,
): Promise<Outcome<{ allocations: Allocated[]; short: Demand[] }>> {
  if (lines.length === 0) return done({ allocations: [], short: [] });
  const items = [...new Set(lines.map((line) => line.itemId))].sort();
  const free = (sources ?? (await lockSources(work, siteId, items))).filter((source) => source.place !== avoid);
  const { shares, short } = shareOut(lines, free);
  const made = shares.map((share) => ({ ...share, allocationId: newId() }));
  if (made.length > 0) await insertAllocations(work, siteId, made);
  const allocations = made.map(({ place, ...share }) => ({ ...share, binCode: codeOfPlace(place) }));
  return done({ allocations, short });
}
