import { mayUseSite } from '../auth/index.ts';
import { done, invalid, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { zoneDrawn } from './events.ts';
import { layoutOf } from './reads.ts';
import { crossingAt } from './rules.ts';
import type { DrawZone } from './schema.ts';
import { addZone, redrawZone } from './store.ts';

/** Draws where a site delivers; the same name again redraws it. Refuses `zone_crosses_itself`. */
export async function drawZone(work: Work, input: DrawZone): Promise<Outcome<{ zoneId: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const crossing = crossingAt(input.polygon);
  if (crossing !== undefined) {
    return invalid(
      `polygon.${crossing}`,
      input.polygon[crossing],
      'an outline that does not cross itself',
      'zone_crosses_itself',
    );
  }
  await layoutOf(work.tx, input.siteId);
  const known = await redrawZone(work.tx, input.siteId, input.name, input.polygon);
  const zoneId = known ?? newId();
  if (known === undefined) await addZone(work.tx, { ...input, zoneId });
  tell(work, zoneDrawn(input.siteId, zoneId));
  return done({ zoneId }, known === undefined ? 201 : 200);
}
