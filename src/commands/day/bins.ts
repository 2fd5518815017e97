import type { Floor } from './stage.ts';

/** Units come to a bin, or leave it. */
export function shiftUnits(floor: Floor, bin: string, sku: string, units: number): void {
  const there = floor.contents.get(bin) ?? new Map<string, number>();
  there.set(sku, (there.get(sku) ?? 0) + units);
  floor.contents.set(bin, there);
}

/** Puts hands into a bin; false while it is counted: units on their way in or out would be counted twice or not at all. */
export function reachIn(floor: Floor, bin: string): boolean {
  if (floor.counting.has(bin)) return false;
  floor.handsIn.set(bin, (floor.handsIn.get(bin) ?? 0) + 1);
  return true;
}

export function stepBack(floor: Floor, bin: string): void {
  const others = floor.handsIn.get(bin)! - 1;
  if (others > 0) floor.handsIn.set(bin, others);
  else floor.handsIn.delete(bin);
}

/** Has a bin for oneself, to count it; false while somebody has his hands in it or counts it. */
export function beginCount(floor: Floor, bin: string): boolean {
  if (floor.handsIn.has(bin) || floor.counting.has(bin)) return false;
  floor.counting.add(bin);
  return true;
}

export function endCount(floor: Floor, bin: string): void {
  floor.counting.delete(bin);
}
