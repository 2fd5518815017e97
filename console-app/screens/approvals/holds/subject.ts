import { itemOf } from '../../../link/items.ts';
import type { Hold, Sellers } from '../../../link/wire.ts';
import { placeName } from '../../../parts/PlaceName.tsx';
import { t } from '../../../words/t.ts';

/** What a hold is about, in words. */
export function subjectOf(hold: Hold, sellers: Sellers['sellers']): string {
  if (hold.place !== null) return placeName(hold.place);
  if (hold.itemId === null) return sellers.find(({ sellerId }) => sellerId === hold.sellerId)?.name ?? '…';
  const name = itemOf(hold.itemId)?.name ?? '…';
  return hold.lot === null ? name : t('hold.lotOf', { lot: hold.lot, item: name });
}
