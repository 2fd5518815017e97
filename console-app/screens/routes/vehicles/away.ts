import { km } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { projectionAt, type Spot } from '../projection.ts';

const ways = ['north', 'northEast', 'east', 'southEast', 'south', 'southWest', 'west', 'northWest'] as const;
/** Nearer than this it is the site's own yard. */
const here_m = 100;

/** How far from the site something is as the crow flies, and on which side of it. */
export function awaySaid(site: Spot, spot: Spot): string {
  const { x, y } = projectionAt(site)(spot);
  const distance_m = Math.hypot(x, y);
  if (distance_m < here_m) return t('away.here');
  const eighth = Math.round((Math.atan2(x, -y) / Math.PI) * 4);
  return t('away.said', { far: km(Math.round(distance_m)), way: t(`away.${ways[(eighth + 8) % 8]!}`) });
}
