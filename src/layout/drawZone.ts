import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, type Outcome } from '../platform/errors.ts';
import { crossingOf } from '../platform/geometry.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { zoneDrawn } from './events.ts';
import { layoutOf } from './reads.ts';
import type { DrawZone } from './schema.ts';
import { cutOffsOf, keepZone } from './store.ts';

/**
 * Draws where a site delivers, until when orders from there make which delivery, and who drives; the same name again draws
 * it anew. Refuses `zone_crosses_itself` with the crossing, `cut_off_not_found`.
 */
export async function drawZone(work: Work, input: DrawZone): Promise<Outcome<{ zoneId: string }>> {
  const { siteId, name, polygon, carrier } = input;
  const closed = mayUseSite(work, siteId);
  if (closed !== undefined) return closed;
  const crossing = crossingOf(polygon);
  if (crossing !== undefined) {
    return invalid('polygon', crossing, 'an outline that does not cross itself', 'zone_crosses_itself');
  }
  await layoutOf(work.tx, siteId);
  const ids = new Map((await cutOffsOf(work.tx, siteId)).map((cutOff) => [cutOff.name, cutOff.cutOffId]));
  const unknown = input.cutOffs?.find((cutOff) => !ids.has(cutOff));
  if (unknown !== undefined) return notFound('cut_off', 'cutOffs', unknown);
  const cutOffIds = input.cutOffs?.map((cutOff) => ids.get(cutOff)!) ?? null;
  const { zoneId, isNew } = await keepZone(work.tx, siteId, { zoneId: newId(), name, polygon, carrier, cutOffIds });
  tell(work, zoneDrawn(siteId, zoneId));
  return done({ zoneId }, isNew ? 201 : 200);
}
