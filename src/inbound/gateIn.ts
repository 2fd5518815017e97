import { binFacts } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { firstDock } from './book.ts';
import type { Moved } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';

/** The goods have come to the gate, or were scanned at a dock. */
export async function gateIn(
  work: Work,
  input: { shipmentId: string; dockCode?: string | undefined },
): Promise<Outcome<Moved>> {
  const found = await shipmentFor(work, input.shipmentId, 'gateIn');
  if (found.refused) {
    // several hands on one truck: whoever comes second finds it arrived
    const state = found.refusal.got;
    if (state === 'arrived' || state === 'receiving') return done({ shipmentId: input.shipmentId, state });
    return found;
  }
  const shipment = found.value;
  if (input.dockCode !== undefined) {
    const [dock] = await binFacts(work.tx, shipment.siteId, [input.dockCode]);
    if (dock?.kind !== 'dock') return notFound('dock', 'dockCode', input.dockCode);
  }
  const dockCode = input.dockCode ?? shipment.dockCode ?? (await firstDock(work.tx, shipment.siteId)) ?? null;
  const { state } = await bringTo(work, shipment, { state: 'arrived', dockCode });
  return done({ shipmentId: shipment.shipmentId, state });
}
