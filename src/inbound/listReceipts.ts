import { balancesIn, lpnPlace } from '../inventory/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { joined } from '../platform/joined.ts';
import type { Work } from '../platform/work.ts';
import { refuseMove } from './rules.ts';
import type { Receipts } from './schema.ts';
import { shipmentSeen } from './shipmentFor.ts';
import { receiptsOf, type ReceiptListed } from './store.ts';

/** What was taken in for a shipment, the latest first, each with whether it may still be taken back, or why not. */
export async function listReceipts(work: Work, query: { shipmentId: string }): Promise<Outcome<Receipts>> {
  const seen = await shipmentSeen(work, query.shipmentId);
  if (seen.refused) return seen;
  const { siteId, shipmentId, state } = seen.value;
  const listed = await receiptsOf(work.tx, siteId, shipmentId);
  const places = [...new Set(listed.map(({ lpnCode }) => lpnPlace(lpnCode)))];
  const lying = new Map(
    (await balancesIn(work.tx, siteId, places)).map((row) => [
      joined(row.place, row.itemId, row.lot, row.serial, row.condition),
      row,
    ]),
  );
  const isOver = refuseMove(state, 'undoReceipt') !== undefined;
  const undoOf = ({ undone, lpnCode, itemId, lot, serial, condition, quantity }: ReceiptListed) => {
    if (undone) return 'undone';
    if (isOver) return 'counted';
    const there = lying.get(joined(lpnPlace(lpnCode), itemId, lot, serial, condition));
    if (there === undefined || there.quantity < quantity) return 'moved';
    return there.quantity - there.allocated < quantity ? 'allocated' : 'possible';
  };
  return done({
    receipts: listed.map((receipt) => {
      const { undone: _, ...shown } = receipt;
      return { ...shown, undo: undoOf(receipt) };
    }),
  });
}
