import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import { barcodeAdded } from './events.ts';
import { barcodeKey, barcodeTaken, refuseBarcodes } from './rules.ts';
import type { Barcode, Item } from './schema.ts';
import { addBarcodeRows, itemById } from './store.ts';

/** Gives an item one more code; the same code with the same quantity again changes nothing. */
export async function addBarcode(work: Work, input: Barcode & { itemId: string }): Promise<Outcome<Item>> {
  const wrong = refuseBarcodes([input]);
  if (wrong !== undefined) return wrong;
  const item = await itemById(work.tx, input.itemId);
  if (item === undefined || mayUseSeller(work, item.sellerId)) return notFound('item', 'itemId', input.itemId);
  const code = barcodeKey(input.code);
  const known = item.barcodes.find((barcode) => barcode.code === code);
  if (known?.quantity === input.quantity) return done(item, 200);
  const row = { code, item_id: item.itemId, quantity: input.quantity };
  const added = await addBarcodeRows(work.tx, item.sellerId, [row]);
  if (!added.has(code)) return barcodeTaken('code', input.code);
  tell(work, barcodeAdded(item.sellerId, item.itemId));
  return done({ ...item, barcodes: [...item.barcodes, { code, quantity: input.quantity }] });
}
