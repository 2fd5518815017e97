/** A placed item: lower and upper corner, the number of its stop in order of delivery. */
export interface Standing {
  item: number;
  stop: number;
  fragile: boolean;
  x1: number;
  y1: number;
  z1: number;
  x2: number;
  y2: number;
  z2: number;
}

/** Share of the base of a box that rests on the floor or on what stands below; -1 where it would crush fragile goods. */
export function restingShare(below: readonly Standing[], box: Standing): number {
  if (box.z1 === 0) return 1;
  let area = 0;
  for (const q of below) {
    if (q.z2 !== box.z1) continue;
    const dx = Math.min(q.x2, box.x2) - Math.max(q.x1, box.x1);
    const dy = Math.min(q.y2, box.y2) - Math.max(q.y1, box.y1);
    if (dx <= 0 || dy <= 0) continue;
    if (q.fragile && !box.fragile) return -1;
    area += dx * dy;
  }
  return area / ((box.x2 - box.x1) * (box.y2 - box.y1));
}

/**
 * How far towards the cab an item of this cross-section can be pushed in from the door: to the foremost thing in its way. An item
 * that comes in like this stands before everything loaded so far, so it can leave first.
 */
export function pushedTo(loaded: readonly Standing[], y1: number, y2: number, z1: number, z2: number): number {
  let x = 0;
  for (const q of loaded) if (q.x2 > x && q.y1 < y2 && q.y2 > y1 && q.z1 < z2 && q.z2 > z1) x = q.x2;
  return x;
}

/** True where something that leaves later lies over the box. */
export function isBuried(loaded: readonly Standing[], box: Standing): boolean {
  for (const q of loaded)
    if (q.stop > box.stop && q.z1 >= box.z2 && q.x1 < box.x2 && q.x2 > box.x1 && q.y1 < box.y2 && q.y2 > box.y1)
      return true;
  return false;
}

const RASTER = 24;

/**
 * The front that the door sees: for every field of the cross-section how far from the cab things reach. What lies behind it is lost
 * to all that is loaded later.
 */
export type Front = Float64Array;

export function bareFront(): Front {
  return new Float64Array(RASTER * RASTER);
}

/** By how much a box moves the front, as a share of the vehicle's volume; with `write`, the front is moved. */
export function advance(
  front: Front,
  box: Standing,
  [length, width, height]: readonly number[],
  write = false,
): number {
  const fromY = Math.round((box.y1 / width!) * RASTER);
  const toY = Math.max(fromY + 1, Math.round((box.y2 / width!) * RASTER));
  const fromZ = Math.round((box.z1 / height!) * RASTER);
  const toZ = Math.max(fromZ + 1, Math.round((box.z2 / height!) * RASTER));
  let sum = 0;
  for (let y = fromY; y < toY; y++) {
    for (let z = fromZ; z < toZ; z++) {
      const field = y * RASTER + z;
      if (box.x2 <= front[field]!) continue;
      sum += box.x2 - front[field]!;
      if (write) front[field] = box.x2;
    }
  }
  return sum / (RASTER * RASTER * length!);
}
