import { zonesOf, type Zone } from '../layout/index.ts';
import { linesOf, type Parcel } from '../packing/index.ts';
import { isInside } from '../platform/geometry.ts';
import type { Tx } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import type { Cargo } from './schedule.ts';
import type { Skill } from './schema.ts';
import { skillsOf } from './store.ts';
import type { Spot } from './travel.ts';

/** What is brought, and to where. */
export interface Brought extends Pick<Parcel, 'temperature' | 'weight_g'> {
  itemIds: readonly string[];
  spot: Spot | undefined;
}

type Demand = (brought: Brought) => string[];

/** What a vehicle has to have for a parcel at a door: cold for what is cold, and the skills that the site says are demanded. */
export async function demandOf(tx: Tx, siteId: string): Promise<{ skills: Skill[]; demand: Demand }> {
  const skills = await skillsOf(tx, siteId);
  const named = new Set(skills.flatMap(({ zoneIds }) => zoneIds));
  const zones = named.size > 0 ? (await zonesOf(tx, siteId)).filter(({ zoneId }) => named.has(zoneId)) : [];
  return { skills, demand: (brought) => demanded({ skills, zones }, brought) };
}

function demanded({ skills, zones }: { skills: Skill[]; zones: Zone[] }, brought: Brought): string[] {
  const { temperature, weight_g, itemIds, spot } = brought;
  const around = zones
    .filter(({ polygon }) => spot !== undefined && isInside(polygon, spot))
    .map(({ zoneId }) => zoneId);
  const asked = skills.filter(
    (skill) =>
      (skill.from_weight_g !== null && (weight_g ?? 0) >= skill.from_weight_g) ||
      skill.zoneIds.some((zoneId) => around.includes(zoneId)) ||
      skill.itemIds.some((itemId) => itemIds.includes(itemId)),
  );
  return [...(temperature === 'ambient' ? [] : [temperature]), ...asked.map(({ code }) => code)];
}

/** The same of many parcels, by their ids. */
export async function needsOf(
  tx: Tx,
  siteId: string,
  { parcels, spotOf }: { parcels: readonly Parcel[]; spotOf: (parcel: Parcel) => Spot | undefined },
): Promise<Map<string, string[]>> {
  const { skills, demand } = await demandOf(tx, siteId);
  const asksForItems = skills.some(({ itemIds }) => itemIds.length > 0);
  const ids = parcels.map(({ parcelId }) => parcelId);
  const lines = grouped(asksForItems ? await linesOf(tx, siteId, ids) : [], ({ parcelId }) => parcelId);
  return new Map(
    parcels.map((parcel) => {
      const itemIds = (lines.get(parcel.parcelId) ?? []).map(({ itemId }) => itemId);
      return [parcel.parcelId, demand({ ...parcel, itemIds, spot: spotOf(parcel) })];
    }),
  );
}

/** A parcel as a stop's load. */
export function cargoOf(
  { parcelId, weight_g, volume_cm3 }: Parcel,
  { stopId, needs }: { stopId: string; needs: ReadonlyMap<string, string[]> },
): Cargo {
  return { parcelId, stopId, weight_g: weight_g ?? 0, volume_cm3, needs: needs.get(parcelId) ?? [] };
}
