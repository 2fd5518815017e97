import { balancesAt, totePlace } from '../inventory/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { endUses } from './store.ts';

/** A tote is free for the next order. An empty one that nobody uses is free already. @returns `tote_not_empty` */
export async function emptyTote(work: Work, input: { siteId: string; toteCode: string }): Promise<Outcome<undefined>> {
  const { siteId, toteCode } = input;
  const inside = await balancesAt(work.tx, siteId, totePlace(toteCode));
  if (inside.length > 0) {
    const units = inside.reduce((sum, row) => sum + row.quantity, 0);
    return refuse('tote_not_empty', 'Something lies in this tote', { got: units, expected: 0 });
  }
  await endUses(work, siteId, [toteCode]);
  return done(undefined);
}
