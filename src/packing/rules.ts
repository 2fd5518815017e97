import { refuse, type Refused } from '../platform/errors.ts';

/** States of a parcel while it is still at the packing table; `verified`: its contents are final. */
export const AT_TABLE = ['open', 'verified', 'weighed', 'labelled'] as const;

export const parcelStates = [
  ...AT_TABLE,
  'closed',
  'loaded',
  'out',
  'delivered',
  'failed',
  'returning',
  'returned',
  'lost',
  'void',
] as const;
export type ParcelState = (typeof parcelStates)[number];

/** Units of one item, lot and serial that lie in the source and may be packed. */
export interface Lying {
  itemId: string;
  lot: string;
  serial: string;
  quantity: number;
}

/** What an order line still has to get into a parcel. */
export interface Open {
  lineNo: number;
  itemId: string;
  quantity: number;
}

export interface Wanted {
  itemId: string;
  lot?: string | undefined;
  serial?: string | undefined;
  quantity: number;
}

export interface Taken {
  lineNo: number;
  itemId: string;
  lot: string;
  serial: string;
  quantity: number;
}

/** Shares scanned units out over the source's lots and the order's lines, or says why they do not belong here. */
export function decidePack(wanted: Wanted, lying: Lying[], open: Open[]): { taken: Taken[] } | Refused {
  const lines = open.filter((line) => line.itemId === wanted.itemId).map((line) => ({ ...line }));
  if (lines.length === 0) {
    return refuse('pack_not_in_order', 'This item is not in the order', { got: wanted.itemId });
  }
  const ofItem = lying.filter((units) => units.itemId === wanted.itemId);
  const sources = ofItem.filter(
    (units) =>
      (wanted.lot === undefined || units.lot === '' || units.lot === wanted.lot) &&
      (wanted.serial === undefined || units.serial === '' || units.serial === wanted.serial),
  );
  if (ofItem.length > 0 && sources.length === 0) {
    const [field, got, has] =
      wanted.serial !== undefined && !ofItem.some((units) => units.serial === wanted.serial)
        ? (['serial', wanted.serial, ofItem.map((units) => units.serial)] as const)
        : (['lot', wanted.lot, ofItem.map((units) => units.lot)] as const);
    return refuse(`pack_other_${field}`, `This is another ${field}`, { field, got, expected: has.slice(0, 10) });
  }
  if (wanted.serial === undefined && sources.some((units) => units.serial !== '') && sources.length > 1) {
    return refuse('serial_required', 'Scan the serial number', { field: 'serial' });
  }
  const most = Math.min(sum(lines), sum(sources));
  if (wanted.quantity < 1) {
    return refuse('qty_invalid', 'Not a number of units', {
      status: 422,
      field: 'quantity',
      got: wanted.quantity,
      expected: `1-${most}`,
    });
  }
  if (wanted.quantity > most) {
    return refuse('pack_too_many', `Only ${most} left to pack`, {
      field: 'quantity',
      got: wanted.quantity,
      expected: most,
    });
  }
  return { taken: shareOver(wanted.quantity, sources, lines) };
}

function shareOver(quantity: number, sources: Lying[], lines: Open[]): Taken[] {
  const taken: Taken[] = [];
  let left = quantity;
  for (const source of sources.map((units) => ({ ...units }))) {
    for (const line of lines) {
      const share = Math.min(left, source.quantity, line.quantity);
      if (share <= 0) continue;
      left -= share;
      source.quantity -= share;
      line.quantity -= share;
      taken.push({ lineNo: line.lineNo, itemId: line.itemId, lot: source.lot, serial: source.serial, quantity: share });
    }
  }
  return taken;
}

const sum = (list: { quantity: number }[]) => list.reduce((total, { quantity }) => total + quantity, 0);

/** 3 % of the expected weight, 30 g at least: a scale's and a carton's own spread. */
export function tolerance_g(expected_g: number): number {
  return Math.max(30, Math.round(expected_g * 0.03));
}

/** Refuses `pack_weight_off` with what was expected and by how much it may differ. */
export function refuseWeight(expected_g: number, got_g: number): Refused | undefined {
  const off_g = got_g - expected_g;
  if (Math.abs(off_g) <= tolerance_g(expected_g)) return undefined;
  return refuse('pack_weight_off', `Weight ${Math.abs(off_g)} g too ${off_g > 0 ? 'much' : 'little'}`, {
    field: 'weight_g',
    got: got_g,
    expected: expected_g,
    details: { expected_g, got_g, tolerance_g: tolerance_g(expected_g) },
  });
}

const COLDER = ['ambient', 'chilled', 'frozen'] as const;
export type Temperature = (typeof COLDER)[number];

/** A parcel travels as cold as its coldest item. */
export function coldest(temperatures: Temperature[]): Temperature {
  return COLDER[Math.max(0, ...temperatures.map((temperature) => COLDER.indexOf(temperature)))]!;
}

export interface CartonType {
  cartonCode: string;
  size_mm: [number, number, number];
  maxWeight_g: number;
  tare_g: number;
}

export interface Piece {
  itemId: string;
  size_mm: number[];
  weight_g: number;
  keepUpright: boolean;
  quantity: number;
}

/** The problem that the carton solver reads: edges in mm, the third one upright. */
export function cartonProblem(cartons: CartonType[], pieces: Piece[]) {
  return {
    cartons: cartons.map(({ cartonCode, size_mm, maxWeight_g, tare_g }) => ({
      id: cartonCode,
      inner: size_mm,
      maxWeight_g,
      tare_g,
    })),
    items: pieces.map(({ itemId, size_mm, weight_g, keepUpright, quantity }) => ({
      id: itemId,
      size: size_mm,
      vertical: keepUpright ? [0, 0, 1] : [1, 1, 1],
      weight_g,
      quantity,
    })),
  };
}

/** Goods of ordinary shape fill about two thirds of a carton. */
const FILL = 0.65;

/** Without a solver: the smallest carton by volume that takes the longest edges and the weight; none where none does. */
export function smallestFor(cartons: CartonType[], pieces: Piece[]): string[] {
  const volumeOf = (size_mm: readonly number[]) => size_mm.reduce((product, edge) => product * edge, 1);
  const sorted = (size_mm: readonly number[]) => [...size_mm].sort((a, b) => b - a);
  const volume = pieces.reduce((total, { size_mm, quantity }) => total + volumeOf(size_mm) * quantity, 0);
  const fits = ({ size_mm, maxWeight_g, tare_g }: CartonType) => {
    const room = sorted(size_mm);
    return (
      volume <= volumeOf(size_mm) * FILL &&
      expectedWeight_g(pieces, tare_g) <= maxWeight_g &&
      pieces.every((piece) => sorted(piece.size_mm).every((edge, at) => edge <= room[at]!))
    );
  };
  const found = cartons.filter(fits).sort((a, b) => volumeOf(a.size_mm) - volumeOf(b.size_mm))[0];
  return found === undefined ? [] : [found.cartonCode];
}

/** What a carton weighs when the pieces are in it. */
export function expectedWeight_g(pieces: { weight_g: number; quantity: number }[], tare_g: number): number {
  return pieces.reduce((total, { weight_g, quantity }) => total + weight_g * quantity, tare_g);
}
