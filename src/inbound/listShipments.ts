import type { z } from 'zod';
import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import type { Head, ShipmentsQuery } from './schema.ts';
import { shipmentsPage } from './store.ts';

/** Shipments, the newest first; `next` goes back in as `after` while there are more. */
export async function listShipments(
  work: Work,
  query: z.infer<typeof ShipmentsQuery>,
): Promise<Outcome<{ shipments: Head[]; next?: string }>> {
  const { siteId, sellerId } = query;
  const closed =
    (siteId === undefined ? undefined : mayUseSite(work, siteId)) ??
    (sellerId === undefined ? undefined : mayUseSeller(work, sellerId));
  if (closed !== undefined) return closed;
  const { role, siteIds, sellerId: own } = work.actor;
  const everywhere = role === 'admin' || own !== undefined;
  const found = await shipmentsPage(work.tx, {
    siteIds: siteId === undefined ? (everywhere ? undefined : siteIds) : [siteId],
    sellerId: sellerId ?? own,
    state: query.state,
    asn: query.asn,
    before: query.after,
    limit: query.limit + 1,
  });
  const shipments = found.slice(0, query.limit);
  return done(found.length > query.limit ? { shipments, next: shipments.at(-1)!.shipmentId } : { shipments });
}
