import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { suggestBin, type Suggested } from '../slotting/index.ts';
import { goodsOn, type GoodsOn } from './goodsOn.ts';
import { lpnByCode } from './store.ts';

export interface PutAwayStep extends Suggested {
  goods: Omit<GoodsOn, 'rows'>;
  /** Kinds of goods on the LPN, these among them. */
  kinds: number;
}

/** The next goods of an LPN and the bin that is kept for them. Refuses `lpn_empty` and what suggestBin refuses. */
export async function suggestPutAway(
  work: Work,
  input: { siteId: string; lpnCode: string; notBins?: string[] },
): Promise<Outcome<PutAwayStep>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const { siteId, lpnCode } = input;
  const lpn = await lpnByCode(work.tx, siteId, lpnCode);
  if (lpn === undefined) return notFound('lpn', 'lpnCode', lpnCode);
  const contents = await goodsOn(work.tx, siteId, lpnCode);
  const [first] = contents;
  if (first === undefined) return refuse('lpn_empty', 'Nothing is on this LPN', { got: lpnCode });
  const { rows: _, ...goods } = first;
  const suggested = await suggestBin(work, { siteId, lpnCode, ...goods, notBins: input.notBins ?? [] });
  if (suggested.refused) return suggested;
  return done({ ...suggested.value, goods, kinds: contents.length });
}
