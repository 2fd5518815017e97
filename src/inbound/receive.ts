import { itemForStock, type Item } from '../catalogue/index.ts';
import { dayAfter, layoutOf, localDay } from '../layout/index.ts';
import { dockPlace, lotName, lotOf, lpnPlace, post, SUPPLIER, upsertLot, type Leg } from '../inventory/index.ts';
import { done, invalid, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { OVER_TOLERANCE_PCT, sellerById } from '../sellers/index.ts';
import { unitsReceived } from './events.ts';
import { fillLpn } from './fillLpn.ts';
import { shareArrival, type Portion } from './rules.ts';
import type { Receive, Received } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import * as store from './store.ts';

/**
 * Takes in units of one item on one LPN at the dock. More than announced and tolerated is held; what was not announced
 * needs a reason and is held. Refuses `item_not_on_shipment`, `lot_not_on_shipment`, `lot_required`,
 * `expiry_required`, `lot_expiry_differs`, `shelf_life_too_short`, `serial_required`, `serial_live` and what fillLpn refuses.
 */
export async function receive(work: Work, input: Receive & { shipmentId: string }): Promise<Outcome<Received>> {
  const found = await shipmentFor(work, input.shipmentId, 'receive');
  if (found.refused) return found;
  const shipment = found.value;
  const { siteId, sellerId, shipmentId } = shipment;
  const item = await itemForStock(work.tx, input.itemId);
  if (item === undefined || item.sellerId !== sellerId) return notFound('item', 'itemId', input.itemId);
  const lot = lotName(input.lot, item.expiryTracked ? input.expiry : undefined);
  const unfit = (await refuseLot(work, item, { ...input, siteId, lot })) ?? (await refuseSerials(work, item, input));
  if (unfit !== undefined) return unfit;
  const shared = await sharesOf(work, shipment, { ...input, lot });
  if (shared.refused) return shared;
  const lpn = await fillLpn(work, {
    siteId,
    lpnCode: input.lpnCode,
    sellerId,
    shipmentId,
    place: dockPlace(shipment.dockCode ?? 'DOCK-1'),
  });
  if (lpn.refused) return lpn;
  if (lot !== '') await upsertLot(work, { sellerId, itemId: item.itemId, lot, expiry: input.expiry });
  const serials = item.serialTracked ? (input.serials ?? []) : [];
  const receipts = receiptsOf(shared.value, { ...input, lot, serials });
  const posted = await post(work, {
    siteId,
    kind: 'receive',
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    legs: receipts.map((receipt) => legOf(receipt, sellerId, item.itemId)),
  });
  if (posted.refused) return posted;
  const { movementId } = posted.value;
  await store.addReceipts(work, { siteId, shipmentId, movementId, reason: input.reason }, receipts);
  if (input.boxNo !== undefined) await countInBox(work, shipment, input.boxNo, receipts);
  if (shipment.state === 'arrived') await bringTo(work, shipment, { state: 'receiving' });
  const held = receipts.reduce((sum, r) => sum + (r.condition === 'hold' ? r.quantity : 0), 0);
  const excess = input.condition === 'hold' ? 0 : held;
  tell(work, unitsReceived(shipment, { itemId: item.itemId, lpnCode: input.lpnCode, quantity: input.quantity, held }));
  return done({
    movementId,
    held: excess,
    receipts: receipts.map((r) => ({
      receiptId: r.receipt_id,
      lineNo: r.line_no,
      condition: r.condition,
      quantity: r.quantity,
    })),
  });
}

async function refuseLot(
  work: Work,
  item: Item,
  input: Receive & { siteId: string; lot: string },
): Promise<Refused | undefined> {
  if (input.expiry !== undefined && !/^2[01]\d\d-/.test(input.expiry)) {
    return invalid('expiry', input.expiry, 'a day from 2000 to 2199', 'expiry_impossible');
  }
  if (item.lotTracked && input.lot === '') return invalid('lot', 'absent', 'the lot', 'lot_required');
  const known = input.lot === '' ? undefined : await lotOf(work.tx, item.sellerId, item.itemId, input.lot);
  const expiry = input.expiry ?? known?.expiry ?? undefined;
  if (item.expiryTracked && expiry === undefined) {
    return invalid('expiry', 'absent', 'the expiry date', 'expiry_required');
  }
  if (input.expiry !== undefined && typeof known?.expiry === 'string' && known.expiry !== input.expiry) {
    return invalid('expiry', input.expiry, known.expiry, 'lot_expiry_differs');
  }
  const forSale = input.condition === 'sellable' || input.condition === 'inspect';
  if (expiry === undefined || !forSale) return undefined;
  const { timeZone } = await layoutOf(work.tx, input.siteId);
  const earliest = dayAfter(localDay(timeZone, work.at), item.minLifeDays);
  return expiry < earliest ? invalid('expiry', expiry, earliest, 'shelf_life_too_short') : undefined;
}

async function refuseSerials(work: Work, item: Item, input: Receive): Promise<Refused | undefined> {
  if (!item.serialTracked) return undefined;
  const serials = input.serials ?? [];
  if (new Set(serials).size !== input.quantity || serials.length !== input.quantity) {
    return invalid('serials', serials.length, `${input.quantity} serials, each once`, 'serial_required');
  }
  const [live] = await store.serialsAlive(work.tx, { sellerId: item.sellerId, itemId: item.itemId, serials });
  if (live === undefined) return undefined;
  return refuse('serial_live', 'This serial is in the house already', { got: live.serial, expected: live.place });
}

async function sharesOf(
  work: Work,
  shipment: store.ShipmentRow,
  input: Receive & { lot: string },
): Promise<Outcome<(Portion & { lineNo: number })[]>> {
  const { siteId, shipmentId, sellerId, unannounced } = shipment;
  const { itemId, lot } = input;
  const lines = await store.linesForItem(work.tx, { siteId, shipmentId, itemId, boxNo: input.boxNo });
  const seller = await sellerById(work.tx, sellerId);
  const portions = shareArrival({
    quantity: input.quantity,
    lot,
    condition: input.condition,
    lines,
    tolerance_pct: seller?.terms.overTolerance_pct ?? OVER_TOLERANCE_PCT,
    unannounced,
  });
  const unexpected = portions.some((portion) => portion.lineNo === undefined);
  if (unexpected && !unannounced && input.reason === undefined) {
    if (lines.length === 0) return refuse('item_not_on_shipment', 'This item was not announced', { got: itemId });
    const announced = lines.map((line) => line.lot);
    return refuse('lot_not_on_shipment', 'This lot was not announced', { got: lot, expected: announced });
  }
  if (!unexpected) return done(portions as (Portion & { lineNo: number })[]);
  const lineNo = await store.addUnexpectedLine(work.tx, {
    siteId,
    shipmentId,
    sellerId,
    itemId,
    lot,
    expiry: input.expiry,
  });
  return done(portions.map((portion) => ({ ...portion, lineNo: portion.lineNo ?? lineNo })));
}

/** One receipt a portion; serial units one each. */
function receiptsOf(
  portions: (Portion & { lineNo: number })[],
  input: Receive & { lot: string; serials: string[] },
): store.ReceiptRow[] {
  const serials = [...input.serials];
  const row = (portion: Portion & { lineNo: number }, quantity: number, serial: string): store.ReceiptRow => ({
    receipt_id: newId(),
    line_no: portion.lineNo,
    box_no: input.boxNo ?? null,
    lpn_code: input.lpnCode,
    lot: input.lot,
    serial,
    condition: portion.condition,
    quantity,
  });
  return portions.flatMap((portion) =>
    serials.length === 0
      ? [row(portion, portion.quantity, '')]
      : serials.splice(0, portion.quantity).map((serial) => row(portion, 1, serial)),
  );
}

function legOf(receipt: store.ReceiptRow, sellerId: string, itemId: string): Leg {
  return {
    sellerId,
    itemId,
    lot: receipt.lot,
    serial: receipt.serial,
    from: SUPPLIER,
    to: lpnPlace(receipt.lpn_code),
    toCondition: receipt.condition,
    quantity: receipt.quantity,
  };
}

async function countInBox(
  work: Work,
  shipment: store.ShipmentRow,
  boxNo: number,
  receipts: store.ReceiptRow[],
): Promise<void> {
  const { siteId, shipmentId } = shipment;
  await store.setBoxState(work.tx, { siteId, shipmentId, boxNo, state: 'open' });
  for (const receipt of receipts) {
    const units = { siteId, shipmentId, boxNo, lineNo: receipt.line_no, quantity: receipt.quantity };
    await store.countInBox(work.tx, units);
  }
}
