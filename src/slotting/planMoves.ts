import type { z } from 'zod';
import { mayUseSite } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { weightAt } from './affinity.ts';
import { pairMoves } from './reslot.ts';
import type { MovesQuery, PlannedMove } from './schema.ts';
import { emptyBins, slowestPlaced } from './store.ts';

/** Fast items that lie far from the front, against free bins nearer to it: moves worth more than their own walk. */
export async function planMoves(
  work: Work,
  query: z.infer<typeof MovesQuery>,
): Promise<Outcome<{ moves: PlannedMove[] }>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed !== undefined) return closed;
  const { layout } = await layoutOf(work.tx, query.siteId);
  const placed = await slowestPlaced(work.tx, { siteId: query.siteId, sellerId: query.sellerId, limit: 500 });
  const free = await emptyBins(work.tx, { siteId: query.siteId, limit: 500 });
  const moves = pairMoves(layout, { placed, free, today: weightAt(work.at) });
  return done({ moves: moves.slice(0, query.limit) });
}
