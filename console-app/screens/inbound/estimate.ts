/** One unit as the catalogue has it. */
export interface Unit {
  size_mm: number[];
  weight_g: number;
}

/** A box as it is reckoned from what is in it, where nobody has measured it. */
export interface Guess {
  size_mm?: [number, number, number];
  weight_g: number;
}

interface Content {
  unit?: Unit | undefined;
  quantity: number;
}

/** Cardboard and a hand's room, each side. */
const room_mm = 10;
/** Rows side by side: more of them make no smaller box. */
const most = 24;

/** The box with the least cardboard around units that lie in rows and layers, in whole centimetres. */
export function boxAround({ size_mm }: Unit, units: number): [number, number, number] {
  const [x = 1, y = 1, z = 1] = size_mm;
  let best: [number, number, number] = [x, y, z * units];
  const skin = ([a, b, c]: [number, number, number]): number => a * b + b * c + c * a;
  for (let rows = 1; rows <= Math.min(units, most); rows += 1) {
    for (let files = 1; files <= Math.min(Math.ceil(units / rows), most); files += 1) {
      const block: typeof best = [x * rows, y * files, z * Math.ceil(units / (rows * files))];
      if (skin(block) < skin(best)) best = block;
    }
  }
  return best.map((side) => Math.ceil((side + room_mm) / 10) * 10) as typeof best;
}

/** Heavier than anybody lifts is no box that was meant: nobody has said yet how many units go into one. */
const heaviest_g = 30_000;

/** Nothing where the catalogue does not know all of it; no size of a box in which several things lie. */
export function guessOf(contents: Content[]): Guess | undefined {
  let weight_g = 0;
  for (const { unit, quantity } of contents) {
    if (unit === undefined || quantity <= 0) return undefined;
    weight_g += unit.weight_g * quantity;
  }
  const [only, ...others] = contents;
  if (only === undefined || weight_g > heaviest_g) return undefined;
  return others.length > 0 ? { weight_g } : { weight_g, size_mm: boxAround(only.unit!, only.quantity) };
}

const volumeOf = (size_mm: number[]): number => size_mm.reduce((product, side) => product * side, 1) / 1_000;

export interface Load {
  weight_g: number;
  volume_cm3: number;
}

/** What the goods weigh and fill without their boxes; undefined where the catalogue does not know all of them. */
export function goodsLoad(lines: Content[]): Load | undefined {
  const load: Load = { weight_g: 0, volume_cm3: 0 };
  for (const { unit, quantity } of lines) {
    if (unit === undefined) return undefined;
    load.weight_g += unit.weight_g * quantity;
    load.volume_cm3 += volumeOf(unit.size_mm) * quantity;
  }
  return load.weight_g > 0 ? load : undefined;
}

/** What boxes weigh and fill; undefined where one of them is not measured. */
export function boxesLoad(boxes: { size_mm?: number[]; weight_g?: number; count: number }[]): Load | undefined {
  const load: Load = { weight_g: 0, volume_cm3: 0 };
  for (const { size_mm, weight_g, count } of boxes) {
    if (size_mm === undefined || weight_g === undefined) return undefined;
    load.weight_g += weight_g * count;
    load.volume_cm3 += volumeOf(size_mm) * count;
  }
  return boxes.length > 0 ? load : undefined;
}

/** A pallet of 1.1 × 1.1 m, loaded 1.5 m high with a sixth of it air. */
const pallet_cm3 = 1_500_000;
/** From half a pallet on goods do not come box by box. */
export const palletsOf = ({ volume_cm3 }: Load): number =>
  volume_cm3 * 2 < pallet_cm3 ? 0 : Math.ceil(volume_cm3 / pallet_cm3);
