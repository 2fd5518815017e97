import { mayUseSite } from '../auth/index.ts';
import { binFacts } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { countAsked } from './events.ts';
import { askCount, openCounts, type CountRequest } from './store.ts';

/** Somebody wants a bin counted, or one item in it; while one is open the same again is that one. */
export async function askForCount(
  work: Work,
  input: { siteId: string; binCode: string; itemId?: string | undefined; cause: string },
): Promise<Outcome<{ countId: string }>> {
  const { siteId, binCode, itemId = null, cause } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  if ((await binFacts(work.tx, siteId, [binCode])).length === 0) return notFound('bin', 'binCode', binCode);
  const countId = await askCount(work, { siteId, countId: newId(), binCode, itemId, cause });
  tell(work, countAsked(siteId, countId, binCode, itemId));
  return done({ countId });
}

export async function listCounts(
  work: Work,
  { siteId }: { siteId: string },
): Promise<Outcome<{ counts: CountRequest[] }>> {
  return mayUseSite(work, siteId) ?? done({ counts: await openCounts(work.tx, siteId, undefined) });
}
