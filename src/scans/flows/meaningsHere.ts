import { itemByBarcode, type Meaning } from '../../catalogue/index.ts';
import type { Balance } from '../../inventory/index.ts';
import type { Work } from '../../platform/work.ts';
import type { Read } from '../flow.ts';

/** What a code may mean to anybody, and, as their own item code, to the sellers whose goods lie here. */
export async function meaningsOf(work: Work, scan: Read, here: Balance[]): Promise<Meaning[]> {
  const meanings = await itemByBarcode(work.tx, scan.gtin ?? scan.value);
  if (meanings.length > 0) return meanings;
  const own: Meaning[] = [];
  for (const sellerId of new Set(here.map((row) => row.sellerId))) {
    own.push(...(await itemByBarcode(work.tx, scan.value, sellerId)));
  }
  return own;
}

/** Of all that a code may mean, the items that lie here. */
export async function meaningsHere(work: Work, scan: Read, here: Balance[]): Promise<Meaning[]> {
  const meanings = await meaningsOf(work, scan, here);
  return meanings.filter((meaning) => here.some((row) => row.itemId === meaning.itemId));
}
