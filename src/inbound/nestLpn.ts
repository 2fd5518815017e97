import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keepLpn, lockChain, lockLpns, moveStack } from './store.ts';

/**
 * Stands an LPN on another one, or takes it off (`parentLpn` null); whatever stands on it comes along. Refuses
 * `lpn_cycle` (onto itself or onto what stands on it) and `lpn_owner`.
 */
export async function nestLpn(
  work: Work,
  input: { siteId: string; lpnCode: string; parentLpn: string | null },
): Promise<Outcome<{ lpnCode: string; parentLpn: string | null }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const { siteId, lpnCode, parentLpn } = input;
  const found = await lockLpns(work.tx, siteId, parentLpn === null ? [lpnCode] : [lpnCode, parentLpn]);
  const lpn = found.find((row) => row.lpnCode === lpnCode);
  if (lpn === undefined) return notFound('lpn', 'lpnCode', lpnCode);
  if (parentLpn === null) {
    await keepLpn(work.tx, siteId, { ...lpn, parentLpn });
    return done({ lpnCode, parentLpn });
  }
  const above = await lockChain(work.tx, siteId, parentLpn);
  const parent = above.find((row) => row.lpnCode === parentLpn);
  if (parent === undefined) return notFound('lpn', 'parentLpn', parentLpn);
  if (above.some((row) => row.lpnCode === lpnCode)) {
    return refuse('lpn_cycle', 'An LPN cannot stand on itself', { got: parentLpn });
  }
  if (parent.sellerId !== lpn.sellerId)
    return refuse('lpn_owner', 'Goods of another seller are on it', { got: parentLpn });
  await keepLpn(work.tx, siteId, { ...lpn, parentLpn });
  await moveStack(work.tx, siteId, lpnCode, parent.place);
  return done({ lpnCode, parentLpn });
}
