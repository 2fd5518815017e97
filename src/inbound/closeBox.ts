import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { ShownBox } from './schema.ts';
import { shipmentFor } from './shipmentFor.ts';
import { boxesOf, setBoxState } from './store.ts';

/** Nothing more comes out of a box. */
export async function closeBox(work: Work, input: { shipmentId: string; boxNo: number }): Promise<Outcome<ShownBox>> {
  const found = await shipmentFor(work, input.shipmentId, 'receive');
  if (found.refused) return found;
  const { siteId, shipmentId } = found.value;
  const closed = await setBoxState(work.tx, { siteId, shipmentId, boxNo: input.boxNo, state: 'closed' });
  const [box] = closed ? await boxesOf(work.tx, siteId, shipmentId, input.boxNo) : [];
  return box === undefined ? notFound('box', 'boxNo', input.boxNo) : done(box);
}
