import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { mayUseSeller, sellerById } from '../sellers/index.ts';
import { itemAdded } from './events.ts';
import { barcodeRows, barcodeTaken, differsIn, itemRow, refuseItem } from './rules.ts';
import type { Added, AddItem, NewItem } from './schema.ts';
import { addBarcodeRows, addItemRows, itemsByCode, setPacks } from './store.ts';

/**
 * Adds an item to a seller's catalogue. The same code with the same content again answers 200 with the item that
 * exists; with other content `item_differs`. Refuses `gs1_check_digit`, `barcode_twice`, `barcode_taken`.
 */
export async function addItem(work: Work, input: AddItem): Promise<Outcome<Added>> {
  const { sellerId, ...item } = input;
  const closed = await refuseSeller(work, sellerId);
  return closed ?? (await addToCatalogue(work, sellerId, item));
}

export async function refuseSeller(work: Work, sellerId: string): Promise<Refused | undefined> {
  const foreign = mayUseSeller(work, sellerId);
  if (foreign !== undefined) return foreign;
  const seller = await sellerById(work.tx, sellerId);
  if (seller === undefined) return notFound('seller', 'sellerId', sellerId);
  return seller.state === 'active' ? undefined : refuse('seller_suspended', 'This seller is suspended');
}

/** The single form behind the wall: one item of a seller who may add it. */
export async function addToCatalogue(work: Work, sellerId: string, item: NewItem): Promise<Outcome<Added>> {
  const wrong = refuseItem(item);
  if (wrong !== undefined) return wrong;
  const itemId = newId();
  const added = await addItemRows(work.tx, sellerId, [itemRow(itemId, item)], work.at);
  if (!added.has(itemId)) return sameAgain(work, sellerId, item);
  const barcodes = barcodeRows(itemId, item);
  const free = await addBarcodeRows(work.tx, sellerId, barcodes);
  const taken = barcodes.findIndex(({ code }) => !free.has(code));
  if (taken !== -1) return barcodeTaken(`barcodes.${taken}.code`, item.barcodes[taken]!.code);
  if (item.packs.length > 0) await setPacks(work.tx, sellerId, itemId, item.packs);
  tell(work, itemAdded(sellerId, itemId));
  return done({ itemId });
}

async function sameAgain(work: Work, sellerId: string, item: NewItem): Promise<Outcome<Added>> {
  const [known] = await itemsByCode(work.tx, sellerId, [item.code]);
  const difference = known && differsIn(known, item);
  if (known === undefined || difference !== undefined) {
    return refuse('item_differs', 'An item with this code exists and differs', difference ?? { field: 'code' });
  }
  return done({ itemId: known.itemId }, 200);
}
