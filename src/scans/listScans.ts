import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { RecentScans } from './schema.ts';
import { latestScans, refusedScans, type ShownScan } from './store.ts';
import { conflictWords, retellRefusal } from './words.ts';

/** A shift looks back this far. */
const SHIFT_MS = 12 * 60 * 60_000;

/** The last scan of everybody at work on a site, and the latest refused ones with their reasons in the reader's language. */
export async function listScans(work: Work, query: { siteId: string; limit: number }): Promise<Outcome<RecentScans>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed) return closed;
  const since = new Date(work.at.getTime() - SHIFT_MS);
  const latest = await latestScans(work.tx, query.siteId, since);
  const refused = await refusedScans(work.tx, { ...query, since });
  const toReader = (scan: ShownScan): ShownScan => {
    if (scan.refusalCode === 'seq_conflict') return { ...scan, said: conflictWords[work.actor.language] };
    if (scan.refusalCode === null || scan.said === null) return scan;
    const told = { flow: scan.flow, code: scan.refusalCode, message: scan.said };
    return { ...scan, said: retellRefusal(work.actor.language, told) };
  };
  return done({ latest: latest.map(toReader), refused: refused.map(toReader) });
}
