import { lpnPlace, post, SUPPLIER } from '../inventory/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { receiptUndone } from './events.ts';
import { countedAs } from './rules.ts';
import { shipmentFor } from './shipmentFor.ts';
import { countInBox, lockReceipt, markUndone, recount } from './store.ts';

/**
 * Takes one receipt back by the opposite movement: by whoever received it, or a manager, while the shipment is being
 * received and the units still lie on their LPN.
 */
export async function undoReceipt(
  work: Work,
  input: { receiptId: string; reason: string },
): Promise<Outcome<{ movementId: string }>> {
  const receipt = await lockReceipt(work.tx, input.receiptId);
  if (receipt === undefined) return notFound('receipt', 'receiptId', input.receiptId);
  const found = await shipmentFor(work, receipt.shipmentId, 'undoReceipt');
  if (found.refused) {
    return found.refusal.status === 404 ? notFound('receipt', 'receiptId', input.receiptId) : found;
  }
  if (receipt.undone) return refuse('receipt_undone', 'This receipt was taken back already');
  const own = receipt.actorId === work.actor.userId || ['admin', 'manager'].includes(work.actor.role);
  if (!own) return refuse('not_allowed', 'Only its receiver or a manager may', { status: 403 });
  const posted = await post(work, {
    siteId: receipt.siteId,
    kind: 'undoReceipt',
    reason: input.reason,
    reverses: receipt.movementId,
    legs: [
      {
        sellerId: receipt.sellerId,
        itemId: receipt.itemId,
        lot: receipt.lot,
        serial: receipt.serial,
        from: lpnPlace(receipt.lpnCode),
        fromCondition: receipt.condition,
        to: SUPPLIER,
        quantity: receipt.quantity,
      },
    ],
  });
  if (posted.refused) return posted;
  const { siteId, shipmentId, lineNo, quantity, boxNo } = receipt;
  await markUndone(work.tx, receipt, posted.value.movementId);
  await recount(work.tx, { siteId, shipmentId, lineNo, quantity, from: countedAs(receipt.condition), to: null });
  if (boxNo !== null) await countInBox(work.tx, { siteId, shipmentId, boxNo, lineNo, quantity: -quantity });
  tell(work, receiptUndone(found.value, { receiptId: receipt.receiptId, itemId: receipt.itemId, quantity }));
  return done({ movementId: posted.value.movementId });
}
