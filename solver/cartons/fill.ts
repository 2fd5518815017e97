import { type Kind, SUPPORT } from './goods.ts';
import type { Edges, PlacedItem } from './problem.ts';

/** A block of nx × ny × nz units of one kind in one turn, its corner at x, y, z. */
export interface Block {
  kind: number;
  turn: Edges;
  nx: number;
  ny: number;
  nz: number;
  x: number;
  y: number;
  z: number;
}

/** The same for every state of a carton's filling. */
export interface Load {
  kinds: readonly Kind[];
  inner: Edges;
  /** Goods, without the carton's own weight. */
  limit_g: number;
  /** See reachTables; null where lost space is not weighed. */
  reach: Int32Array[] | null;
}

/**
 * A partly filled carton: blocks placed, units left, and the maximal empty spaces (Lai and Chan, 1997) as six numbers each:
 * x, y, z of the lower and of the upper corner.
 */
export interface Filling {
  blocks: Block[];
  left: number[];
  spaces: number[];
  volume: number;
  weight_g: number;
}

export function emptyFilling({ inner }: Load, counts: readonly number[]): Filling {
  return { blocks: [], left: [...counts], spaces: [0, 0, 0, ...inner], volume: 0, weight_g: 0 };
}

export function copyFilling(f: Filling): Filling {
  return {
    blocks: f.blocks.slice(),
    left: f.left.slice(),
    spaces: f.spaces.slice(),
    volume: f.volume,
    weight_g: f.weight_g,
  };
}

/** Offset of the space to fill next: the one nearest to a lower corner of the carton; -1 when none is left. */
export function nextSpace({ inner }: Load, { spaces }: Filling): number {
  let best = -1;
  let nearest = Infinity;
  let largest = 0;
  for (let s = 0; s < spaces.length; s += 6) {
    const x1 = spaces[s]!;
    const y1 = spaces[s + 1]!;
    const x2 = spaces[s + 3]!;
    const y2 = spaces[s + 4]!;
    const distance = Math.min(x1, inner[0] - x2) + Math.min(y1, inner[1] - y2) + spaces[s + 2]!;
    if (distance > nearest) continue;
    const volume = (x2 - x1) * (y2 - y1) * (spaces[s + 5]! - spaces[s + 2]!);
    if (distance === nearest && volume <= largest) continue;
    best = s;
    nearest = distance;
    largest = volume;
  }
  return best;
}

export function dropSpace({ spaces }: Filling, at: number): void {
  spaces.splice(at, 6);
}

/** Places a block and cuts every empty space that it meets into the maximal ones around it. */
export function place(load: Load, f: Filling, block: Block): void {
  const units = block.nx * block.ny * block.nz;
  f.blocks.push(block);
  f.left[block.kind]! -= units;
  f.volume += units * load.kinds[block.kind]!.volume;
  f.weight_g += units * load.kinds[block.kind]!.item.weight_g;
  const x1 = block.x;
  const y1 = block.y;
  const z1 = block.z;
  const x2 = x1 + block.nx * block.turn[0];
  const y2 = y1 + block.ny * block.turn[1];
  const z2 = z1 + block.nz * block.turn[2];
  const old = f.spaces;
  const kept: number[] = [];
  const cut: number[] = [];
  for (let s = 0; s < old.length; s += 6) {
    const a1 = old[s]!;
    const b1 = old[s + 1]!;
    const c1 = old[s + 2]!;
    const a2 = old[s + 3]!;
    const b2 = old[s + 4]!;
    const c2 = old[s + 5]!;
    if (x1 >= a2 || x2 <= a1 || y1 >= b2 || y2 <= b1 || z1 >= c2 || z2 <= c1) {
      kept.push(a1, b1, c1, a2, b2, c2);
      continue;
    }
    if (x1 > a1) cut.push(a1, b1, c1, x1, b2, c2);
    if (x2 < a2) cut.push(x2, b1, c1, a2, b2, c2);
    if (y1 > b1) cut.push(a1, b1, c1, a2, y1, c2);
    if (y2 < b2) cut.push(a1, y2, c1, a2, b2, c2);
    if (z2 < c2) cut.push(a1, b1, z2, a2, b2, c2);
    if (z1 > c1) cut.push(a1, b1, c1, a2, b2, z1);
  }
  keepMaximal(kept, cut);
  f.spaces = kept;
}

/** Adds to `kept` the spaces of `cut` that lie in no other. */
function keepMaximal(kept: number[], cut: number[]): void {
  const old = kept.length;
  for (let i = 0; i < cut.length; i += 6) {
    let inside = false;
    for (let s = 0; s < old && !inside; s += 6) inside = lies(cut, i, kept, s);
    for (let j = 0; j < cut.length && !inside; j += 6)
      inside = j !== i && lies(cut, i, cut, j) && (j < i || !lies(cut, j, cut, i));
    if (!inside) kept.push(cut[i]!, cut[i + 1]!, cut[i + 2]!, cut[i + 3]!, cut[i + 4]!, cut[i + 5]!);
  }
}

function lies(a: number[], i: number, b: number[], j: number): boolean {
  return (
    a[i]! >= b[j]! &&
    a[i + 1]! >= b[j + 1]! &&
    a[i + 2]! >= b[j + 2]! &&
    a[i + 3]! <= b[j + 3]! &&
    a[i + 4]! <= b[j + 4]! &&
    a[i + 5]! <= b[j + 5]!
  );
}

/** True where every unit in the lowest layer of the block rests on enough below it. */
export function isSupported(f: Filling, block: Block): boolean {
  if (block.z === 0) return true;
  const [l, w] = block.turn;
  const below = f.blocks.filter((b) => b.z + b.nz * b.turn[2] === block.z);
  if (held(below, block.x, block.y, block.nx * l, block.ny * w) >= block.nx * l * block.ny * w) return true;
  for (let i = 0; i < block.nx; i++)
    for (let j = 0; j < block.ny; j++)
      if (held(below, block.x + i * l, block.y + j * w, l, w) < SUPPORT * l * w) return false;
  return true;
}

function held(below: readonly Block[], x: number, y: number, l: number, w: number): number {
  let area = 0;
  for (const b of below) {
    const dx = Math.min(x + l, b.x + b.nx * b.turn[0]) - Math.max(x, b.x);
    const dy = Math.min(y + w, b.y + b.ny * b.turn[1]) - Math.max(y, b.y);
    if (dx > 0 && dy > 0) area += dx * dy;
  }
  return area;
}

/** The units of the blocks one by one, lower ones first. */
export function unitsOf({ kinds }: Load, { blocks }: Filling): PlacedItem[] {
  const units: PlacedItem[] = [];
  for (const { kind, turn, nx, ny, nz, x, y, z } of blocks)
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < ny; j++)
        for (let i = 0; i < nx; i++)
          units.push({
            id: kinds[kind]!.item.id,
            at: [x + i * turn[0], y + j * turn[1], z + k * turn[2]],
            size: [...turn],
          });
  return units.sort((a, b) => a.at[2] - b.at[2] || a.at[1] - b.at[1] || a.at[0] - b.at[0]);
}
