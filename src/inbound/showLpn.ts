import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { goodsOn } from './goodsOn.ts';
import type { Lpn } from './schema.ts';
import { lpnByCode } from './store.ts';

/** An LPN, where it stands and what is on it. */
export async function showLpn(work: Work, query: { siteId: string; lpnCode: string }): Promise<Outcome<Lpn>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed !== undefined) return closed;
  const lpn = await lpnByCode(work.tx, query.siteId, query.lpnCode);
  if (lpn === undefined) return notFound('lpn', 'lpnCode', query.lpnCode);
  const { parentLpn, ...shown } = lpn;
  const contents = (await goodsOn(work.tx, query.siteId, query.lpnCode)).map(
    ({ itemId, lot, condition, quantity }) => ({ itemId, lot, condition, quantity }),
  );
  return done({ ...shown, ...(parentLpn === null ? {} : { parentLpn }), contents });
}
