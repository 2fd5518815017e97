import { labelPdf, labelZpl, type Label } from '../platform/documents/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import { layoutOf } from '../layout/index.ts';
import { shipmentSeen } from './shipmentFor.ts';
import { boxesOf, linesOf, type ShipmentRow } from './store.ts';

/** One label a box, its container code in it, for the seller to print and stick on: PDF. */
export async function printLabels(work: Work, query: { shipmentId: string }): Promise<Outcome<Download>> {
  const labels = await boxLabels(work, query.shipmentId);
  if (labels.refused) return labels;
  const { shipment, list } = labels.value;
  return done(new Download('application/pdf', await labelPdf(list), `${shipment.asn}.pdf`));
}

/** The same for a label printer: ZPL. */
export async function printLabelsZpl(work: Work, query: { shipmentId: string }): Promise<Outcome<Download>> {
  const labels = await boxLabels(work, query.shipmentId);
  if (labels.refused) return labels;
  const { shipment, list } = labels.value;
  return done(new Download('application/zpl', labelZpl(list), `${shipment.asn}.zpl`));
}

/** Goods that a label names; a mixed box names its first ones and says how many more. */
const NAMED = 3;

async function boxLabels(work: Work, shipmentId: string): Promise<Outcome<{ shipment: ShipmentRow; list: Label[] }>> {
  const seen = await shipmentSeen(work, shipmentId);
  if (seen.refused) return seen;
  const shipment = seen.value;
  const boxes = await boxesOf(work.tx, shipment.siteId, shipmentId);
  if (boxes.length === 0) return refuse('no_boxes', 'This shipment has no boxes to label');
  const site = await layoutOf(work.tx, shipment.siteId);
  const lines = new Map((await linesOf(work.tx, shipment.siteId, shipmentId)).map((line) => [line.lineNo, line]));
  const list = boxes.map((box): Label => {
    const named = box.contents.slice(0, NAMED).map(({ line, quantity }) => ({
      text: `${quantity} × ${lines.get(line)?.code ?? ''} ${lines.get(line)?.name ?? ''}`.slice(0, 60),
    }));
    const more = box.contents.length - named.length;
    return {
      size_mm: [100, 150],
      title: `${site.code} ${shipment.asn}`,
      lines: [
        { text: site.name },
        { text: `${box.boxNo} / ${boxes.length}`, size: 8 },
        ...named,
        ...(more > 0 ? [{ text: `+ ${more}` }] : []),
      ],
      barcode: { kind: 'sscc', value: box.sscc },
    };
  });
  return done({ shipment, list });
}
