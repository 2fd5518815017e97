import type { Shipment } from '../../link/wire.ts';
import type { Unit } from './estimate.ts';

export interface DraftLine {
  /** Stays with the line while others come and go around it. */
  id: string;
  /** Null: the code is nobody's (yet). */
  itemId: string | null;
  code: string;
  name: string;
  quantity: number;
  lot: string;
  expiry: string;
  lotTracked: boolean;
  expiryTracked: boolean;
  minLifeDays: number;
  /** How the units of this line are boxed where each box holds one item. */
  perBox: number;
  size: [string, string, string];
  weight: string;
  /** One unit as the catalogue has it; of a code that is nobody's, nothing. */
  unit?: Unit | undefined;
  /** The catalogue knows in which boxes it comes. */
  hasBox?: boolean;
  /** The box that is typed here is to be the catalogue's. */
  keepsBox?: boolean;
}

/** Boxes of the same making; sides in cm and the weight in kg as typed. */
export interface BoxKind {
  id: string;
  size: [string, string, string];
  weight: string;
  count: number;
  contents: { lineId: string; quantity: number }[];
}

export const packings = ['same', 'mixed', 'loose'] as const;
export type Packing = (typeof packings)[number];

export interface Slot {
  dockCode: string;
  startsAt: string;
  heldUntil?: string | undefined;
}

export interface Draft {
  shipmentId: string | null;
  version: number;
  /** Booked already: it is changed, not submitted. */
  isBooked: boolean;
  asn: string;
  sellerId: string;
  siteId: string;
  expectedOn: string;
  lines: DraftLine[];
  packing: Packing;
  boxes: BoxKind[];
  slot: Slot | null;
  transport: 'parcel' | 'carrier' | 'own';
  carrier: string;
  tracking: string;
}

let made = 0;
export const newKey = (): string => `${Date.now().toString(36)}${(made += 1)}`;

export function newDraft(of: { sellerId: string; siteId: string; expectedOn: string }): Draft {
  return {
    ...of,
    shipmentId: null,
    version: 0,
    isBooked: false,
    asn: '',
    lines: [],
    packing: 'same',
    boxes: [],
    slot: null,
    transport: 'carrier',
    carrier: '',
    tracking: '',
  };
}

export const newLine = (of: Partial<DraftLine> & { code: string }): DraftLine => ({
  id: newKey(),
  itemId: null,
  name: '',
  quantity: 0,
  lot: '',
  expiry: '',
  lotTracked: false,
  expiryTracked: false,
  minLifeDays: 0,
  perBox: 0,
  size: ['', '', ''],
  weight: '',
  ...of,
});

export const newBox = (contents: BoxKind['contents'] = []): BoxKind => ({
  id: newKey(),
  size: ['', '', ''],
  weight: '',
  count: 1,
  contents,
});

const cm = (mm: number): string => String(mm / 10);

export const slotOf = ({ dockCode, slotAt }: Shipment): Slot | null =>
  slotAt ? { dockCode: dockCode ?? '', startsAt: slotAt } : null;

/** Boxes of the same size, weight and contents are of one kind. */
function kindsOf(shipment: Shipment, lines: DraftLine[]): BoxKind[] {
  const kinds = new Map<string, BoxKind>();
  for (const { size_mm, weight_g, contents } of shipment.boxes) {
    const likeness = JSON.stringify([size_mm, weight_g, contents.map(({ line, quantity }) => [line, quantity])]);
    const kind = kinds.get(likeness);
    if (kind) kind.count += 1;
    else {
      const [width = 0, length = 0, height = 0] = size_mm;
      const held = contents.flatMap(({ line, quantity }) => {
        const lineId = lines[line - 1]?.id;
        return lineId === undefined ? [] : [{ lineId, quantity }];
      });
      kinds.set(likeness, {
        ...newBox(held),
        size: [cm(width), cm(length), cm(height)],
        weight: String(weight_g / 1000),
      });
    }
  }
  return [...kinds.values()];
}

/** The lines with their boxes, where each box holds one item and only the last of a line is not full. */
function boxedAlone(lines: DraftLine[], kinds: BoxKind[]): DraftLine[] | undefined {
  if (kinds.length === 0 || kinds.some(({ contents }) => contents.length !== 1)) return undefined;
  const boxed = lines.map((line): DraftLine | undefined => {
    const [full, last, ...more] = kinds
      .filter(({ contents }) => contents[0]!.lineId === line.id)
      .toSorted((a, b) => b.contents[0]!.quantity - a.contents[0]!.quantity);
    const isWhole =
      more.length === 0 && (last === undefined || (last.count === 1 && String(last.size) === String(full!.size)));
    if (full === undefined || !isWhole) return undefined;
    return { ...line, perBox: full.contents[0]!.quantity, size: full.size, weight: full.weight };
  });
  return boxed.every((line) => line !== undefined) ? boxed : undefined;
}

/** What is not booked at this desk does not say how it is packed: then it is read off its boxes. */
function packingOf({ packing, state, boxes }: Shipment, isSame: boolean): Packing {
  if (packing !== null && (packing !== 'same' || isSame || boxes.length === 0)) return packing;
  if (isSame) return 'same';
  if (boxes.length > 0) return 'mixed';
  return state === 'draft' ? 'same' : 'loose';
}

/** The draft as the server has it: for another device, another day, or a change of what is booked. */
export function draftOf(shipment: Shipment): Draft {
  const lines = shipment.lines.map((line) =>
    newLine({
      itemId: line.itemId,
      code: line.code,
      name: line.name,
      quantity: line.expected,
      lot: line.lot.startsWith('EXP-') ? '' : line.lot,
      expiry: line.expiry ?? '',
      lotTracked: line.lot !== '' && !line.lot.startsWith('EXP-'),
      expiryTracked: line.expiry !== null,
    }),
  );
  const boxes = kindsOf(shipment, lines);
  const sameLines = boxedAlone(lines, boxes);
  const { shipmentId, version, asn, sellerId, siteId, expectedOn } = shipment;
  const packing = packingOf(shipment, sameLines !== undefined);
  return {
    ...newDraft({ sellerId, siteId, expectedOn }),
    shipmentId,
    version,
    asn,
    lines: packing === 'same' ? (sameLines ?? lines) : lines,
    isBooked: shipment.state !== 'draft',
    packing,
    boxes: packing === 'mixed' ? boxes : [],
    slot: slotOf(shipment),
    carrier: shipment.carrier ?? '',
    tracking: shipment.tracking ?? '',
  };
}

const prefix = 'console.booking.';

/** The draft as this browser has it: nothing typed is lost by a reload, a crash or a flat battery. */
export function keptDraft(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(prefix + key) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

export function keepDraft(key: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(draft));
  } catch {
    // it still lives in this page, and on the server from the first step on
  }
}

/** Drafts begun here that the server has not seen yet. */
export function localDrafts(sellerId: string | undefined): { key: string; draft: Draft }[] {
  const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
  return keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ key: key.slice(prefix.length), draft: keptDraft(key.slice(prefix.length)) }))
    .filter((kept): kept is { key: string; draft: Draft } => kept.draft !== null && kept.draft.shipmentId === null)
    .filter(({ draft }) => draft.lines.length > 0 && (sellerId === undefined || draft.sellerId === sellerId));
}
