import type { z } from 'zod';
import { mayUseSite } from '../auth/index.ts';
import { done, invalid, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { binsAdded } from './events.ts';
import type { AddBins, AddedBins } from './schema.ts';
import { layoutOf } from './reads.ts';
import { addBinRows } from './store.ts';

/** Adds bins to a site, all or none. Refuses `bin_code_taken` with the codes that exist. */
export async function addBin(work: Work, input: z.infer<typeof AddBins>): Promise<Outcome<z.infer<typeof AddedBins>>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const { layout } = await layoutOf(work.tx, input.siteId);
  const aisles = layout.aisleX_mm.length;
  const outside = input.bins.findIndex((bin) => bin.aisle >= aisles);
  if (outside !== -1) return invalid(`bins.${outside}.aisle`, input.bins[outside]!.aisle, `an aisle below ${aisles}`);
  const added = await addBinRows(work.tx, input.siteId, input.bins, work.at);
  const taken = input.bins.filter((bin) => !added.has(bin.binCode)).map((bin) => bin.binCode);
  if (taken.length > 0 || added.size < input.bins.length) {
    return refuse('bin_code_taken', 'A bin with this code exists', { field: 'bins', details: taken });
  }
  tell(work, binsAdded(input.siteId, added.size));
  return done({ added: added.size });
}
