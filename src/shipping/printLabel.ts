import { mayUseSite } from '../auth/index.ts';
import { recipientOf } from '../orders/index.ts';
import { parcelAnywhere } from '../packing/index.ts';
import { labelPdf, labelZpl, type Label as Printed } from '../platform/documents/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import { liveLabel } from './store.ts';

const CORNER = { ambient: '', chilled: 'COLD', frozen: 'FROZEN' } as const;

/**
 * The parcel's label, as often as it is printed always with the same number: name and phone masked, the address in the
 * version that the label was bought with. Whoever prints has seen the address, and that is recorded.
 */
export async function printLabel(
  work: Work,
  input: { parcelId: string; format: 'pdf' | 'zpl' },
): Promise<Outcome<Download>> {
  const parcel = await parcelAnywhere(work.tx, input.parcelId);
  if (parcel === undefined || mayUseSite(work, parcel.siteId)) return notFound('parcel');
  const label = await liveLabel(work.tx, parcel.siteId, parcel.parcelId);
  if (label?.state !== 'bought') return refuse('label_not_bought', 'This parcel has no label yet');
  const { sellerId, orderId, sscc, temperature, weight_g } = parcel;
  const asked = { sellerId, orderId, version: label.addressVersion, fields: ['address'], why: 'print_label' } as const;
  const to = await recipientOf(work, asked);
  if (to.refused) return to;
  const { address, masked } = to.value;
  const printed: Printed = {
    size_mm: [100, 150],
    title: masked.name,
    lines: [
      { text: address, size: 5 },
      { text: masked.phone, size: 4 },
      { text: `${label.carrier} ${label.trackingNo}`, size: 3 },
      { text: `${((weight_g ?? 0) / 1000).toFixed(2)} kg`, size: 3 },
    ],
    barcode: { kind: 'sscc', value: sscc },
    ...(CORNER[temperature] === '' ? {} : { corner: CORNER[temperature] }),
  };
  if (input.format === 'zpl') return done(new Download('application/zpl', labelZpl([printed]), `${sscc}.zpl`));
  return done(new Download('application/pdf', await labelPdf([printed]), `${sscc}.pdf`));
}
