import type { z } from 'zod';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { siteAdded } from './events.ts';
import { planSite } from './plan.ts';
import { refusePlan, refuseTimeZone } from './rules.ts';
import type { AddedSite, AddSite } from './schema.ts';
import { addBinRows, addSiteRow } from './store.ts';

/** Opens a site: its bins and the layout that people walk are made from the aisle plan. Refuses `site_code_taken`. */
export async function addSite(work: Work, input: z.infer<typeof AddSite>): Promise<Outcome<z.infer<typeof AddedSite>>> {
  const wrong = refusePlan(input.plan) ?? refuseTimeZone(input.timeZone);
  if (wrong !== undefined) return wrong;
  const siteId = newId();
  const { layout, bins } = planSite(input.plan);
  const added = await addSiteRow(work.tx, {
    siteId,
    code: input.code,
    name: input.name,
    timeZone: input.timeZone,
    lat: input.lat,
    lon: input.lon,
    layout,
    adjustmentLimit: input.adjustmentLimit ?? 1_000,
    companyPrefix: input.companyPrefix ?? '8800000',
    at: work.at,
  });
  if (!added) return refuse('site_code_taken', 'Another site has this code', { field: 'code', got: input.code });
  await addBinRows(work.tx, siteId, bins, work.at);
  tell(work, siteAdded(siteId));
  return done({ siteId, bins: bins.length });
}
