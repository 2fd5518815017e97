import { type Block, dropSpace, emptyFilling, type Filling, isSupported, type Load, nextSpace, place } from './fill.ts';

/** How to choose the next block: by what it fills alone, or some kinds before others (higher rank first). */
export interface Taste {
  rank: readonly number[] | null;
  /** How strongly space that nothing can fill any more counts against a block. */
  loss: number;
  /** Where given, a block's score is multiplied by a random number: the turn and the shape of blocks are left to chance. */
  random?: () => number;
}

interface Scored {
  block: Block;
  score: number;
}

/** The best blocks for one space, best first, at most `width` of them. */
export function blocksFor(load: Load, f: Filling, at: number, taste: Taste, width: number): Block[] {
  const found: Scored[] = [];
  const room = f.spaces.slice(at, at + 6);
  const size = [room[3]! - room[0]!, room[4]! - room[1]!, room[5]! - room[2]!];
  for (let kind = 0; kind < load.kinds.length; kind++) {
    const { turns, item } = load.kinds[kind]!;
    let most = f.left[kind]!;
    if (item.weight_g > 0) most = Math.min(most, Math.floor((load.limit_g - f.weight_g) / item.weight_g + 1e-9));
    if (most <= 0) continue;
    for (const turn of turns) {
      const maxX = Math.min(most, Math.floor(size[0]! / turn[0]));
      const maxY = Math.min(most, Math.floor(size[1]! / turn[1]));
      const maxZ = Math.min(most, Math.floor(size[2]! / turn[2]));
      if (maxX * maxY * maxZ === 0) continue;
      for (let nx = maxX; nx > 0; nx--) {
        for (let ny = Math.min(maxY, Math.floor(most / nx)); ny > 0; ny--) {
          const nz = Math.min(maxZ, Math.floor(most / (nx * ny)));
          consider(load, found, { kind, turn, nx, ny, nz, x: 0, y: 0, z: 0 }, size, taste);
        }
      }
    }
  }
  found.sort((a, b) => b.score - a.score);
  const blocks: Block[] = [];
  for (const { block } of found) {
    if (!anchor(load, f, block, room)) continue;
    blocks.push(block);
    if (blocks.length === width) break;
  }
  return blocks;
}

function consider(load: Load, found: Scored[], block: Block, size: number[], taste: Taste): void {
  const { nx, ny, nz, turn, kind } = block;
  let score = nx * ny * nz * load.kinds[kind]!.volume;
  if (load.reach) {
    let useful = 1;
    const counts = [nx, ny, nz];
    for (let axis = 0; axis < 3; axis++) {
      const own = counts[axis]! * turn[axis]!;
      useful *= (own + load.reach[axis]![size[axis]! - own]!) / size[axis]!;
    }
    score *= useful ** taste.loss;
  }
  if (taste.random) score *= taste.random();
  if (taste.rank) score += taste.rank[kind]! * 1e15;
  found.push({ block, score });
}

/** Puts the block into the corner of the space that is nearest to a corner of the carton and carries it; false if none does. */
function anchor({ inner }: Load, f: Filling, block: Block, room: number[]): boolean {
  const right = room[3]! - block.nx * block.turn[0];
  const back = room[4]! - block.ny * block.turn[1];
  const xs = room[0]! <= inner[0] - room[3]! ? [room[0]!, right] : [right, room[0]!];
  const ys = room[1]! <= inner[1] - room[4]! ? [room[1]!, back] : [back, room[1]!];
  block.z = room[2]!;
  for (const y of ys) {
    for (const x of xs) {
      block.x = x;
      block.y = y;
      if (isSupported(f, block)) return true;
    }
    if (block.z === 0) break;
  }
  return false;
}

/** Fills on greedily until nothing fits any more. */
export function fillOn(load: Load, f: Filling, taste: Taste): Filling {
  for (;;) {
    const at = nextSpace(load, f);
    if (at < 0) return f;
    const [block] = blocksFor(load, f, at, taste, 1);
    if (block) place(load, f, block);
    else dropSpace(f, at);
  }
}

export function fillGreedily(load: Load, counts: readonly number[], taste: Taste): Filling {
  return fillOn(load, emptyFilling(load, counts), taste);
}
