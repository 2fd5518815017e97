import type { Rng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import { type Cargo, loadInOrder, type Taste } from './construct.ts';
import type { Standing } from './cost.ts';
import type { Size } from './problem.ts';

/**
 * Loads again and again until everything stands: what found no place is dealt with earlier within its stop the next time (squeaky
 * wheel; Joslin and Clements, 1999), under tastes drawn anew. Returns the best load, measured in volume.
 */
export function loadRepeatedly(
  cargo: readonly Cargo[],
  vehicle: Size,
  support: number,
  rng: Rng,
  stop: StopRule,
): Standing[] {
  const volume = cargo.map(({ size }) => size[0] * size[1] * size[2]);
  const largest = Math.max(...volume);
  const blame = cargo.map(() => 0);
  let best: Standing[] = [];
  for (let round = 0; best.length < cargo.length && !stop.done(); round++) {
    const wish = cargo.map((piece, i) => {
      const size = round % 3 === 0 ? volume[i]! / largest : (piece.size[0] * piece.size[1]) ** 0.5 / vehicle[1];
      return size + blame[i]! + (round === 0 ? 0 : rng.float() * 0.6) - (piece.fragile ? 0.5 : 0);
    });
    const order = [...cargo.keys()].sort((a, b) => cargo[b]!.stop - cargo[a]!.stop || wish[b]! - wish[a]!);
    const taste: Taste =
      round === 0
        ? { reach: 1, height: 0.1, side: 0.02, noise: 0 }
        : { reach: 1, height: rng.float() - 0.3, side: rng.float() * 0.2, noise: rng.float() ** 2 * 0.3 };
    const inOrder = order.map((i) => cargo[i]!);
    const loaded = loadInOrder(inOrder, vehicle, support, taste, rng.float);
    if (loaded.length > best.length) best = loaded;
    if (loaded.length === cargo.length) break;
    const failed = order[loaded.length]!;
    blame[failed]! += 0.2;
    if (round % 50 === 49) blame.fill(0);
  }
  return best;
}
