/** Where a parcel stands: in the order of loading, in millimetres from the cab, the wall that is left of whoever looks in, and the floor. */
export interface LoadPlace {
  parcelId: string;
  turn: number;
  x_mm: number;
  y_mm: number;
  z_mm: number;
  /** In words for whoever carries it: which third of the way in, and of the width. */
  depth: 'cab' | 'middle' | 'door';
  side: 'left' | 'centre' | 'right';
}

export type Size_mm = [length: number, width: number, height: number];

/** The shape of a panel van: 1.9 times as long as wide, a little lower than wide. */
const LENGTH_TO_WIDTH = 1.9;
const HEIGHT_TO_WIDTH = 0.97;

export function bayOf(vehicle: { bay_mm: Size_mm | null; capacityVolume_cm3: number }): Size_mm {
  if (vehicle.bay_mm !== null) return vehicle.bay_mm;
  const width = Math.cbrt((vehicle.capacityVolume_cm3 * 1000) / LENGTH_TO_WIDTH / HEIGHT_TO_WIDTH);
  return [Math.floor(width * LENGTH_TO_WIDTH), Math.floor(width), Math.floor(width * HEIGHT_TO_WIDTH)];
}

/** A parcel of whose carton nothing is known is taken for a cube. */
export function cubeOf(volume_cm3: number): Size_mm {
  const edge = Math.max(1, Math.ceil(Math.cbrt(volume_cm3 * 1000)));
  return [edge, edge, edge];
}

export interface Loaded {
  id: string | number;
  at: Size_mm;
  size: Size_mm;
}

/** The words for a place follow the middle of the parcel. */
export function placesIn([length, width]: Size_mm, items: readonly Loaded[]): LoadPlace[] {
  const third = (middle: number, of: number) => Math.min(2, Math.floor((3 * middle) / of));
  return items.map(({ id, at: [x, y, z], size }, at) => ({
    parcelId: String(id),
    turn: at + 1,
    x_mm: Math.round(x),
    y_mm: Math.round(y),
    z_mm: Math.round(z),
    depth: (['cab', 'middle', 'door'] as const)[third(x + size[0] / 2, length)]!,
    side: (['left', 'centre', 'right'] as const)[third(y + size[1] / 2, width)]!,
  }));
}
