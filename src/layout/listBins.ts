import type { z } from 'zod';
import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Bins, BinsQuery } from './schema.ts';
import { binsPage } from './store.ts';

/** A page of a site's bins by code; `next` goes back in as `after` while there are more. */
export async function listBins(work: Work, query: z.infer<typeof BinsQuery>): Promise<Outcome<z.infer<typeof Bins>>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed !== undefined) return closed;
  const found = await binsPage(work.tx, {
    siteId: query.siteId,
    kind: query.kind,
    begin: query.begin ?? '',
    after: query.after,
    limit: query.limit + 1,
  });
  const bins = found.slice(0, query.limit);
  return done(found.length > query.limit ? { bins, next: bins.at(-1)!.binCode } : { bins });
}
