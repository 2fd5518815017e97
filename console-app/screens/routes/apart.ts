import type { Spot } from './projection.ts';

/** Four decimals of a degree are ten metres: one door. */
export const keyOf = ({ lat, lon }: Spot): string => `${lat.toFixed(4)} ${lon.toFixed(4)}`;

/** Marks of one door stand around it, so that each is seen: how far from it each is drawn, in units of a mark's radius. */
export function around(spots: readonly Spot[]): { x: number; y: number }[] {
  const sizes = new Map<string, number>();
  const turns = spots.map((spot) => {
    const turn = sizes.get(keyOf(spot)) ?? 0;
    sizes.set(keyOf(spot), turn + 1);
    return turn;
  });
  return spots.map((spot, at) => {
    const size = sizes.get(keyOf(spot))!;
    if (size === 1) return { x: 0, y: 0 };
    const angle = (turns[at]! / size) * 2 * Math.PI - Math.PI / 2;
    // so far out that neighbours touch
    const far = Math.max(1.05, 1 / Math.sin(Math.PI / size));
    return { x: Math.cos(angle) * far, y: Math.sin(angle) * far };
  });
}

/** Places on a line, moved to the right so far that each is `gap` from the one before. */
export function spaced(places: readonly number[], gap: number): number[] {
  const shown: number[] = [];
  let last = -Infinity;
  // a stop that was visited before its turn stands where it was visited, not behind those before it
  const inOrder = places.map((place, of) => ({ place, of })).toSorted((one, other) => one.place - other.place);
  for (const { place, of } of inOrder) {
    last = Math.max(place, last + gap);
    shown[of] = last;
  }
  return shown;
}
