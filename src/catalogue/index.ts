export { addBarcode } from './addBarcode.ts';
export { addItem } from './addItem.ts';
export { addItems } from './addItems.ts';
export { addPack } from './addPack.ts';
export { itemByBarcode } from './itemByBarcode.ts';
export { barcodeKey, unitVolume_cm3 } from './rules.ts';
export { routes } from './routes.ts';
export { setPackaging } from './setPackaging.ts';
export {
  itemById,
  itemForStock,
  itemsByCode,
  itemsById,
  itemsByName,
  itemsByPart,
  type ItemFound,
  type Meaning,
} from './store.ts';
export type { Barcode, Item, NewItem, Pack, Temperature } from './schema.ts';
