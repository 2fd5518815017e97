import { hasGtinForm, rightEnd, toGtin14 } from '../platform/documents/gs1Keys.shared.ts';
import { invalid, refuse, type Refused } from '../platform/errors.ts';
import { MOST_PACKS, type AddPack, type Barcode, type Item, type NewItem, type Pack } from './schema.ts';

/** The form in which a code is stored and looked up: GTINs of any length as 14 digits, other text as it stands. */
export function barcodeKey(code: string): string {
  return hasGtinForm(code) ? toGtin14(code) : code;
}

/** Refuses `gs1_check_digit` for the first code that is a GTIN by form only, `barcode_twice` for a code named twice. */
export function refuseBarcodes(barcodes: Barcode[]): Refused | undefined {
  const seen = new Set<string>();
  for (const [i, { code }] of barcodes.entries()) {
    const field = `barcodes.${i}.code`;
    const expected = rightEnd(code);
    if (expected !== undefined) return refuseEnd(field, code, expected);
    const key = barcodeKey(code);
    if (seen.has(key)) return invalid(field, code, 'each code once', 'barcode_twice');
    seen.add(key);
  }
  return undefined;
}

const refuseEnd = (field: string, got: string, expected: string): Refused =>
  refuse('gs1_check_digit', 'The last digit does not fit the others', { status: 422, field, got, expected });

export function refusePacks(packs: Pack[]): Refused | undefined {
  const sizes = packs.map((pack) => pack.quantity);
  const twice = sizes.findIndex((quantity, i) => sizes.indexOf(quantity) !== i);
  return twice === -1
    ? undefined
    : invalid(`packs.${twice}.quantity`, sizes[twice], 'each quantity once', 'pack_twice');
}

export const packName = (quantity: number): string => `× ${quantity}`;

/** Of as many units, and as large and heavy. */
export function samePack(known: Pack, asked: AddPack): boolean {
  const isSameSize = known.size_mm?.join() === asked.size_mm?.join();
  return known.quantity === asked.quantity && isSameSize && known.weight_g === asked.weight_g;
}

/** Why a pack does not go beside those that there are. */
export function refusePack(packs: Pack[], { quantity }: Pack): Refused {
  if (packs.some((pack) => pack.quantity === quantity)) {
    return refuse('pack_taken', 'The item has another pack of as many', { field: 'quantity', got: quantity });
  }
  return refuse('packs_full', 'An item has no more packs', {
    field: 'packs',
    got: packs.length + 1,
    expected: MOST_PACKS,
  });
}

export function refuseItem(item: NewItem): Refused | undefined {
  return refuseBarcodes(item.barcodes) ?? refusePacks(item.packs);
}

export function barcodeTaken(field: string, code: string): Refused {
  return refuse('barcode_taken', 'Another item of this seller has this code', { field, got: code });
}

/** Whole cubic centimetres, rounded up, at least 1. */
export function unitVolume_cm3([width, length, depth]: readonly number[]): number {
  return Math.max(1, Math.ceil((width! * length! * depth!) / 1_000));
}

/** An item as its table row has it. */
export interface ItemRow {
  item_id: string;
  code: string;
  name: string;
  width_mm: number;
  length_mm: number;
  depth_mm: number;
  weight_g: number;
  unit_volume_cm3: number;
  temperature: string;
  lot_tracked: boolean;
  expiry_tracked: boolean;
  serial_tracked: boolean;
  min_life_days: number;
  keep_upright: boolean;
}

export function itemRow(itemId: string, item: NewItem): ItemRow {
  const [width_mm, length_mm, depth_mm] = item.size_mm;
  return {
    item_id: itemId,
    code: item.code,
    name: item.name,
    width_mm,
    length_mm,
    depth_mm,
    weight_g: item.weight_g,
    unit_volume_cm3: unitVolume_cm3(item.size_mm),
    temperature: item.temperature,
    lot_tracked: item.lotTracked,
    expiry_tracked: item.expiryTracked,
    serial_tracked: item.serialTracked,
    min_life_days: item.minLifeDays,
    keep_upright: item.keepUpright,
  };
}

export interface BarcodeRow {
  code: string;
  item_id: string;
  quantity: number;
}

export function barcodeRows(itemId: string, item: NewItem): BarcodeRow[] {
  return item.barcodes.map(({ code, quantity }) => ({ code: barcodeKey(code), item_id: itemId, quantity }));
}

/** The first field in which an item asked for again differs from the one that exists; barcodes may be fewer. */
export function differsIn(known: Item, asked: NewItem): { field: string; got: unknown; expected: unknown } | undefined {
  const same = ['name', 'weight_g', 'temperature', 'lotTracked', 'expiryTracked', 'serialTracked'] as const;
  for (const field of same) {
    if (known[field] !== asked[field]) return { field, got: asked[field], expected: known[field] };
  }
  if (known.size_mm.join() !== asked.size_mm.join()) {
    return { field: 'size_mm', got: asked.size_mm, expected: known.size_mm };
  }
  const units = new Map(known.barcodes.map((barcode) => [barcode.code, barcode.quantity]));
  const other = asked.barcodes.findIndex(({ code, quantity }) => units.get(barcodeKey(code)) !== quantity);
  if (other === -1) return undefined;
  return { field: `barcodes.${other}`, got: asked.barcodes[other], expected: known.barcodes };
}
