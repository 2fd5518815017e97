import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Moved } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import { boxesOf, endCounting, linesOf } from './store.ts';

/**
 * Ends the counting of a shipment. With less than announced, or boxes still open, it needs the reason
 * (`receipt_open` lists both). Without any difference the shipment is closed at once, else its seller is asked.
 */
export async function closeReceipt(
  work: Work,
  input: { shipmentId: string; reason?: string | undefined },
): Promise<Outcome<Moved>> {
  const found = await shipmentFor(work, input.shipmentId, 'closeReceipt');
  if (found.refused) return found;
  const shipment = found.value;
  const { siteId, shipmentId } = shipment;
  const lines = await linesOf(work.tx, siteId, shipmentId);
  const boxes = await boxesOf(work.tx, siteId, shipmentId);
  const short = lines.filter((line) => line.received < line.expected);
  const allReceived = short.length === 0 && lines.length > 0;
  const open = allReceived ? [] : boxes.filter((box) => box.state !== 'closed');
  if ((short.length > 0 || lines.length === 0 || open.length > 0) && input.reason === undefined) {
    return refuse('receipt_open', 'Less came than announced: say why', {
      field: 'reason',
      details: {
        lines: short.map(({ lineNo, code, expected, received }) => ({ lineNo, code, expected, received })),
        boxes: open.map((box) => box.boxNo),
      },
    });
  }
  await endCounting(work.tx, { siteId, shipmentId, reason: input.reason });
  const counted = await bringTo(work, shipment, {
    state: 'counted',
    countedAt: work.at,
    reason: input.reason ?? shipment.reason,
  });
  const asAnnounced = lines.every((line) => line.received === line.expected && line.good === line.received);
  const closed = asAnnounced || shipment.unannounced ? await bringTo(work, counted, { state: 'closed' }) : counted;
  return done({ shipmentId, state: closed.state });
}
