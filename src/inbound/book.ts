import { mayUseSite } from '../auth/index.ts';
import { itemsByCode, itemsById, type Item } from '../catalogue/index.ts';
import { lotName } from '../inventory/index.ts';
import { binsOf, layoutOf, localDay, sitesSeenBy, takeSsccs } from '../layout/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newCode, newId } from '../platform/ids.ts';
import { tell, type Tx, type Work } from '../platform/work.ts';
import { mayUseSeller, sellerById } from '../sellers/index.ts';
import { shipmentCameTo } from './events.ts';
import { itemOf, problemsOf, refuseProblems, type Booking, type Known } from './problems.ts';
import type { Book, Booked, BookedBox, BookedLine } from './schema.ts';
import { addBoxes, addLines, addShipment, asnTaken, type BoxRow, type LineRow, type ShipmentRow } from './store.ts';

/**
 * Books a shipment, or keeps it as a draft. Every problem is listed at once: the first one's code refuses, `details`
 * hold all (`asn_duplicate`, `item_unknown`, `lot_required`, `expiry_required`, `shelf_life_too_short`, `date_past`,
 * `size_missing`, `size_too_large`, `weight_missing`, `too_many_boxes`, `box_contents_differ` …).
 */
export async function book(work: Work, input: Book): Promise<Outcome<Booked>> {
  const closed = await refuseParties(work, input);
  if (closed !== undefined) return closed;
  const asn = input.asn ?? `ASN-${newCode(10)}`;
  const items = await itemsNamed(work.tx, input.sellerId, input.lines);
  const known = await knownFor(work, input, items);
  if (await asnTaken(work.tx, input.siteId, input.sellerId, asn)) known.asnTaken = asn;
  const problems = problemsOf(input, known);
  const refused = refuseProblems(input.draft ? problems.filter((problem) => inDraftToo(problem.code)) : problems);
  if (refused !== undefined) return refused;
  const shipment: ShipmentRow = {
    siteId: input.siteId,
    shipmentId: newId(),
    sellerId: input.sellerId,
    asn,
    version: 1,
    state: input.draft ? 'draft' : input.unannounced ? 'arrived' : 'booked',
    unannounced: input.unannounced,
    expectedOn: input.expectedOn,
    carrier: input.carrier ?? null,
    tracking: input.tracking ?? null,
    packing: input.packing ?? null,
    dockCode: input.unannounced ? ((await firstDock(work.tx, input.siteId)) ?? null) : null,
    reason: null,
  };
  if (!(await addShipment(work.tx, { ...shipment, at: work.at }))) {
    return refuse('asn_duplicate', 'This shipment number is taken', { field: 'asn', got: asn });
  }
  const boxes = await writeContent(work, shipment, { ...input, items, labels: [] });
  tell(work, shipmentCameTo(shipment, null));
  const { shipmentId, state, version } = shipment;
  return done({ shipmentId, asn, state, version, boxes });
}

/** Where goods stand whose dock nobody named. */
export async function firstDock(tx: Tx, siteId: string): Promise<string | undefined> {
  const [dock] = await binsOf(tx, siteId, ['dock']);
  return dock?.binCode;
}

/** What a draft may not be either: nothing can be kept of it. */
export function inDraftToo(code: string): boolean {
  return ['asn_duplicate', 'item_unknown', 'too_many_boxes', 'line_unknown', 'size_missing', 'weight_missing'].includes(
    code,
  );
}

async function refuseParties(work: Work, input: Book): Promise<Refused | undefined> {
  const foreign = mayUseSeller(work, input.sellerId) ?? mayUseSite(work, input.siteId);
  if (foreign !== undefined) return foreign;
  const [site] = await sitesSeenBy(work.tx, [input.siteId]);
  if (site === undefined) return notFound('site', 'siteId', input.siteId);
  const seller = await sellerById(work.tx, input.sellerId);
  if (seller === undefined) return notFound('seller', 'sellerId', input.sellerId);
  if (seller.state !== 'active') return refuse('seller_suspended', 'This seller is suspended');
  if (input.unannounced && work.actor.sellerId !== undefined) {
    return refuse('not_allowed', 'Only the warehouse takes in what was not announced', { status: 403 });
  }
  return undefined;
}

/** The seller's items that lines name, by id and by code. */
export async function itemsNamed(tx: Tx, sellerId: string, lines: BookedLine[]): Promise<Map<string, Item>> {
  const ids = lines.flatMap((line) => line.itemId ?? []);
  const codes = lines.flatMap((line) => (line.itemId === undefined ? (line.code ?? []) : []));
  const byId = ids.length === 0 ? [] : await itemsById(tx, [...new Set(ids)]);
  const byCode = codes.length === 0 ? [] : await itemsByCode(tx, sellerId, [...new Set(codes)]);
  return new Map([
    ...byId.filter((item) => item.sellerId === sellerId).map((item) => [item.itemId, item] as const),
    ...byCode.map((item) => [item.code, item] as const),
  ]);
}

export async function knownFor(work: Work, at: { siteId: string }, items: Map<string, Item>): Promise<Known> {
  const { timeZone } = await layoutOf(work.tx, at.siteId);
  return { today: localDay(timeZone, work.at), items, asnTaken: undefined };
}

/** Writes lines and boxes; each box gets a container code, those of `labels` first. */
export async function writeContent(
  work: Work,
  shipment: ShipmentRow,
  content: Pick<Booking, 'lines' | 'boxes'> & { items: Map<string, Item>; labels: string[] },
): Promise<{ boxNo: number; sscc: string }[]> {
  const lines: LineRow[] = content.lines.map((line, i) => {
    const item = itemOf(line, content.items)!;
    return {
      line_no: i + 1,
      item_id: item.itemId,
      lot: lotName(line.lot, item.expiryTracked ? line.expiry : undefined),
      expiry: line.expiry ?? null,
      expected: line.quantity,
    };
  });
  await addLines(work.tx, shipment, lines);
  const single = content.boxes.flatMap((box) => Array.from({ length: box.count }, () => box));
  if (single.length === 0) return [];
  const missing = Math.max(0, single.length - content.labels.length);
  const labels = [...content.labels, ...(missing > 0 ? await takeSsccs(work.tx, shipment.siteId, missing) : [])];
  const boxes = single.map((box, i) => boxRow(box, i + 1, labels[i]!));
  await addBoxes(work.tx, shipment.siteId, shipment.shipmentId, boxes);
  return boxes.map((box) => ({ boxNo: box.box_no, sscc: box.sscc }));
}

function boxRow(box: BookedBox, box_no: number, sscc: string): BoxRow {
  const [width_mm, length_mm, height_mm] = box.size_mm!;
  return { box_no, sscc, width_mm, length_mm, height_mm, weight_g: box.weight_g!, contents: box.contents };
}
