import { ADJUSTMENT, balancesAt, codeOfPlace, post, SCRAP } from '../inventory/index.ts';
import { advance, noteTrouble, returnShares, type Move } from '../orders/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { emptyTote } from '../waves/index.ts';
import { unitsMissing } from './events.ts';
import { parcelAtTable } from './pack.ts';
import { AT_TABLE, decidePack } from './rules.ts';
import type { PackShort, ParcelShown } from './schema.ts';
import { shownOf } from './showParcel.ts';
import { linesOf, setStates, type Parcel } from './store.ts';

/**
 * Units that the tote should hold and does not, or that broke: they leave the ledger with their cause, and the customer
 * waits for others (`backOrder`) or gets the rest (`shipWithout`). A parcel that nothing is left for is void.
 */
export async function packShort(work: Work, input: PackShort & { parcelId: string }): Promise<Outcome<ParcelShown>> {
  const at = await parcelAtTable(work, input);
  if ('refused' in at) return at;
  const { parcel, open } = at;
  const { siteId, sellerId, orderId, source } = parcel;
  const lying = (await balancesAt(work.tx, siteId, source)).filter((units) => units.sellerId === sellerId);
  const decided = decidePack({ itemId: input.itemId, quantity: input.quantity }, lying, open);
  if ('refused' in decided) return decided;
  const to = input.remedy === 'backOrder' ? 'back_ordered' : 'cancelled';
  const moves = decided.taken.map(({ lineNo, quantity }): Move => ({
    sellerId,
    orderId,
    lineNo,
    from: 'picked',
    to,
    quantity,
  }));
  const moved = await advance(work, { siteId, moves, cause: `pack_${input.cause}` });
  if (moved.refused) return moved;
  const posted = await post(work, {
    siteId,
    kind: 'packShort',
    reason: input.cause,
    legs: decided.taken.map(({ itemId, lot, serial, quantity }) => ({
      sellerId,
      itemId,
      lot,
      serial,
      from: source,
      to: input.cause === 'missing' ? ADJUSTMENT : SCRAP,
      quantity,
    })),
  });
  if (posted.refused) return posted;
  const kind = input.remedy === 'backOrder' ? 'packed_short_waits' : 'packed_short_ships';
  const { itemId, quantity } = input;
  await noteTrouble(work, [{ sellerId, orderId, kind, cause: `pack_${input.cause}`, itemId, quantity }]);
  await returnShares(work, { siteId, moves, lost: true });
  tell(work, unitsMissing(parcel, itemId, quantity, input.cause));
  const ended = await endIfNothingLeft(work, parcel);
  return done(await shownOf(work, ended ? { ...parcel, state: 'void' } : parcel));
}

/** Nothing came and nothing is to come: there is no parcel, and the tote is free. @returns whether it is so */
async function endIfNothingLeft(work: Work, { siteId, parcelId, source }: Parcel): Promise<boolean> {
  if ((await linesOf(work.tx, siteId, [parcelId])).length > 0) return false;
  if ((await balancesAt(work.tx, siteId, source)).length > 0) return false;
  await setStates(work.tx, siteId, { parcelIds: [parcelId], from: AT_TABLE, to: 'void' });
  await emptyTote(work, { siteId, toteCode: codeOfPlace(source) });
  return true;
}
