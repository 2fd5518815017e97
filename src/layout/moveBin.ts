import type { z } from 'zod';
import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { binMoved } from './events.ts';
import type { Bin, MoveBin } from './schema.ts';
import { binFacts, keepBin, siteFacts } from './store.ts';

/** Puts a bin, with whatever lies in it, at another spot of the site. */
export async function moveBin(
  work: Work,
  input: z.infer<typeof MoveBin> & { siteId: string; binCode: string },
): Promise<Outcome<Bin>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const [known] = await binFacts(work.tx, input.siteId, [input.binCode]);
  if (known === undefined) return notFound('bin', 'binCode', input.binCode);
  const bin: Bin = {
    ...known,
    aisle: input.aisle ?? known.aisle,
    y_mm: input.y_mm ?? known.y_mm,
    side: input.side ?? known.side,
    level: input.level ?? known.level,
  };
  const site = await siteFacts(work.tx, input.siteId);
  const aisles = site?.layout.aisleX_mm.length ?? 0;
  if (bin.aisle >= aisles) return invalid('aisle', bin.aisle, `an aisle below ${aisles}`);
  await keepBin(work.tx, input.siteId, bin);
  tell(work, binMoved(input.siteId, bin.binCode));
  return done(bin);
}
