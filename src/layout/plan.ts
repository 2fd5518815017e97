import type { AislePlan, BinKind, NewBin, WalkingLayout } from './schema.ts';

export interface PlannedSite {
  layout: WalkingLayout;
  bins: NewBin[];
}

const two = (n: number) => String(n).padStart(2, '0');

/**
 * Lays a site out. Bays are numbered like houses of a street, odd on the left and even on the right; the cross
 * aisles part them into blocks of equal length. A bin's code is zone-aisle-bay-level (A-01-02-3), the zone A ambient,
 * C chilled, F frozen. The depot lies before the middle aisle.
 */
export function planSite(plan: AislePlan): PlannedSite {
  const rows = Math.ceil(plan.bays / 2);
  const perBlock = Math.ceil(rows / (plan.crossAisles - 1));
  const pitch = perBlock * plan.bayWidth_mm + plan.crossWidth_mm;
  const crossY_mm = Array.from({ length: plan.crossAisles }, (_, k) => k * pitch);
  const aisleX_mm = Array.from({ length: plan.aisles }, (_, i) => i * plan.aisleSpacing_mm);
  const rowY_mm = (row: number) =>
    Math.floor(row / perBlock) * pitch +
    Math.round(plan.crossWidth_mm / 2 + ((row % perBlock) + 0.5) * plan.bayWidth_mm);
  const middle = Math.floor(plan.aisles / 2);
  const bins: NewBin[] = [];
  for (let aisle = 0; aisle < plan.aisles; aisle++) {
    const { zone, number, temperature } = zoneOf(plan, aisle);
    for (let bay = 1; bay <= plan.bays; bay++) {
      for (let level = 1; level <= plan.levels; level++) {
        bins.push({
          binCode: `${zone}-${two(number)}-${two(bay)}-${level}`,
          kind: level > plan.levels - plan.reserveLevels ? 'reserve' : 'pick',
          aisle,
          y_mm: rowY_mm(Math.floor((bay - 1) / 2)),
          side: bay % 2 === 1 ? 'L' : 'R',
          level,
          temperature,
          maxWeight_g: plan.binWeight_g,
          maxVolume_cm3: plan.binVolume_cm3,
          oneSeller: false,
        });
      }
    }
  }
  const front = (kind: BinKind, count: number) => bins.push(...frontPlaces(kind, count, plan.aisles));
  front('dock', plan.docks);
  front('lane', plan.lanes);
  front('stage', plan.stages);
  front('return', plan.returns);
  return { layout: { aisleX_mm, crossY_mm, depot: { aisle: middle, y_mm: 0 } }, bins };
}

function zoneOf(plan: AislePlan, aisle: number): { zone: string; number: number; temperature: NewBin['temperature'] } {
  const frozenFrom = plan.aisles - plan.frozenAisles;
  const chilledFrom = frozenFrom - plan.chilledAisles;
  if (aisle >= frozenFrom) return { zone: 'F', number: aisle - frozenFrom + 1, temperature: 'frozen' };
  if (aisle >= chilledFrom) return { zone: 'C', number: aisle - chilledFrom + 1, temperature: 'chilled' };
  return { zone: 'A', number: aisle + 1, temperature: 'ambient' };
}

/** Docks, lanes and the like stand in a row along the front, large enough never to be the limit. */
function frontPlaces(kind: BinKind, count: number, aisles: number): NewBin[] {
  return Array.from({ length: count }, (_, i) => ({
    binCode: `${kind.toUpperCase()}-${i + 1}`,
    kind,
    aisle: Math.floor((i * aisles) / count),
    y_mm: 0,
    side: 'L',
    level: 1,
    temperature: 'ambient',
    maxWeight_g: 2_000_000_000,
    maxVolume_cm3: 2_000_000_000,
    oneSeller: false,
  }));
}
