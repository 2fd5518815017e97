import { mayUseSite } from '../auth/index.ts';
import { binPlace, contentsOf, holdsAtPlace, movesAtBin } from '../inventory/index.ts';
import { binFacts } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { BinShown } from './schema.ts';
import { countsOfBin, picksAt } from './store.ts';

/** So many movements: some days of a bin that is picked from. */
const MOVES = 100;

/** All that the desk asks of a bin: what lies there, what is held or to be counted, what goes out of it, and what happened. */
export async function showBin(
  work: Work,
  { siteId, binCode }: { siteId: string; binCode: string },
): Promise<Outcome<BinShown>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const [bin] = await binFacts(work.tx, siteId, [binCode]);
  if (bin === undefined) return notFound('bin', 'binCode', binCode);
  const place = binPlace(binCode);
  const [contents, holds, counts, picks, moves] = await Promise.all([
    contentsOf(work.tx, siteId, place),
    holdsAtPlace(work.tx, siteId, place),
    countsOfBin(work.tx, siteId, binCode),
    picksAt(work.tx, siteId, place),
    movesAtBin(work.tx, siteId, place, MOVES),
  ]);
  return done({ bin, contents, holds, counts, picks, moves });
}
