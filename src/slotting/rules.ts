import { refuse, type Refused } from '../platform/errors.ts';

/** Goods on their way to a bin. Weight and volume of one unit. */
export interface Goods {
  sellerId: string;
  itemId: string;
  lot: string;
  quantity: number;
  unitVolume_cm3: number;
  unitWeight_g: number;
  temperature: string;
  /** The seller's goods never share a bin with another seller's. */
  ownBins: boolean;
}

export interface BinRules {
  binCode: string;
  kind: string;
  state: string;
  temperature: string;
  maxWeight_g: number;
  maxVolume_cm3: number;
  oneSeller: boolean;
}

/** What lies in a bin or is on its way there. */
export interface Load {
  volume_cm3: number;
  weight_g: number;
  items: { sellerId: string; itemId: string; lot: string; ownBins: boolean }[];
}

export const NOTHING: Load = { volume_cm3: 0, weight_g: 0, items: [] };

/** Kinds of bins that goods are kept in. */
export const STORES = new Set(['pick', 'reserve', 'stage', 'return']);

/** Whole units that still fit by volume and by weight. */
export function roomFor(bin: BinRules, load: Load, goods: Goods): number {
  const byVolume = Math.floor((bin.maxVolume_cm3 - load.volume_cm3) / goods.unitVolume_cm3);
  const byWeight = Math.floor((bin.maxWeight_g - load.weight_g) / goods.unitWeight_g);
  return Math.max(0, Math.min(byVolume, byWeight));
}

/** The rule by which a bin may not hold these goods at all, however few; undefined where none is broken. */
export function forbiddenBy(bin: BinRules, load: Load, goods: Goods): Refused | undefined {
  if (bin.state === 'blocked') return refuse('bin_blocked', 'This bin is blocked', { got: bin.binCode });
  if (bin.state === 'counting') return refuse('bin_under_count', 'This bin is being counted', { got: bin.binCode });
  const forbids = (rule: string, got: unknown, expected: unknown) =>
    refuse('bin_forbids', 'This bin may not hold these goods', { field: rule, got, expected });
  if (!STORES.has(bin.kind)) return forbids('kind', bin.kind, [...STORES]);
  if (bin.temperature !== goods.temperature) return forbids('temperature', bin.temperature, goods.temperature);
  const foreign = load.items.find((item) => item.sellerId !== goods.sellerId);
  if (foreign !== undefined && (bin.oneSeller || goods.ownBins || foreign.ownBins)) {
    return forbids('seller', 'other_seller', 'one_seller');
  }
  const otherLot = load.items.find((item) => item.itemId === goods.itemId && item.lot !== goods.lot);
  // two lots of one item behind one barcode cannot be told apart by the picker's scan
  if (otherLot !== undefined && bin.kind === 'pick') return forbids('lot', otherLot.lot, goods.lot);
  return undefined;
}

/** Whether a bin takes all these goods; `bin_full` says how many it would take. */
export function admit(bin: BinRules, load: Load, goods: Goods): Refused | undefined {
  const forbidden = forbiddenBy(bin, load, goods);
  if (forbidden !== undefined) return forbidden;
  const room = roomFor(bin, load, goods);
  if (room >= goods.quantity) return undefined;
  return refuse('bin_full', 'This bin is too full', { field: 'quantity', got: goods.quantity, expected: room });
}
