import { balancesAt, lpnPlace } from '../inventory/index.ts';
import { checkDigit, isSscc } from '../platform/documents/index.ts';
import { done, invalid, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { beginLpn, boxOfSscc, keepLpn, lockLpn, type LpnRow } from './store.ts';

export interface Filling {
  siteId: string;
  lpnCode: string;
  sellerId: string;
  /** Where it stands while it is filled: a dock, a returns desk. */
  place: string;
  /** Whose box labels may serve as LPNs. */
  shipmentId?: string;
}

/**
 * Takes a licence plate for a seller's goods: a new label, one that was emptied, or one that is being filled here.
 * Refuses `lpn_owner` (another seller's goods on it), `lpn_elsewhere` (it stands at another place), `sscc_reused`
 * (a container code names one container for ever), `gs1_check_digit`.
 */
export async function fillLpn(work: Work, filling: Filling): Promise<Outcome<LpnRow>> {
  const { siteId, lpnCode, sellerId, place } = filling;
  const container = /^[0-9]{18}$/.test(lpnCode);
  if (container && !isSscc(lpnCode)) {
    return invalid('lpnCode', lpnCode, checkDigit(lpnCode.slice(0, -1)), 'gs1_check_digit');
  }
  if (container) {
    const box = await boxOfSscc(work.tx, siteId, lpnCode);
    if (box !== undefined && box.shipmentId !== filling.shipmentId) return reused(lpnCode);
  }
  const kind = container ? 'box' : 'tote';
  const begun: LpnRow = { lpnCode, kind, sellerId, place, parentLpn: null, state: 'filled' };
  if (await beginLpn(work.tx, siteId, begun, work.at)) return done(begun);
  const known = (await lockLpn(work.tx, siteId, lpnCode))!;
  if (known.state === 'empty') {
    if (container) return reused(lpnCode);
    const again = { ...known, sellerId, place, parentLpn: null, state: 'filled' as const };
    await keepLpn(work.tx, siteId, again);
    return done(again);
  }
  if (known.sellerId !== sellerId) return refuse('lpn_owner', 'Goods of another seller are on it', { got: lpnCode });
  if (known.place === place) return done(known);
  const carried = await balancesAt(work.tx, siteId, lpnPlace(lpnCode));
  if (carried.length > 0)
    return refuse('lpn_elsewhere', 'This LPN stands elsewhere', { got: known.place, expected: place });
  const moved = { ...known, place };
  await keepLpn(work.tx, siteId, moved);
  return done(moved);
}

function reused(lpnCode: string) {
  return refuse('sscc_reused', 'This SSCC was used before', { field: 'lpnCode', got: lpnCode });
}
