import type { Tx } from '../platform/work.ts';
import { barcodeKey } from './rules.ts';
import { meaningsOf, type Meaning } from './store.ts';

/**
 * What a scanned code means. Several sellers may use one code, so the answer is a list; with a seller only its own,
 * where the item's own code counts as a barcode of one unit too.
 */
export function itemByBarcode(tx: Tx, code: string, sellerId?: string): Promise<Meaning[]> {
  return meaningsOf(tx, { key: barcodeKey(code), code, sellerId });
}
