import { t } from '../../words/t.ts';
import { keyOf } from './apart.ts';
import type { Spot } from './projection.ts';

/** Addresses: one that was tried twice is two stops of a route, and one door. */
export const doorsAt = (stops: readonly Spot[]): number => new Set(stops.map(keyOf)).size;

/** How many stops, and at how many doors where that is not the same. */
export function stopsSaid(stops: readonly Spot[]): string {
  const doors = doorsAt(stops);
  const said = t('routes.stops', { n: stops.length });
  return doors === stops.length ? said : `${said} · ${t('routes.atDoors', { n: doors })}`;
}
