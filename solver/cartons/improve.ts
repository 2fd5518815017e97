import type { StopRule } from '../shared/stop.ts';
import { blocksFor, fillOn, type Taste } from './construct.ts';
import { copyFilling, dropSpace, emptyFilling, type Filling, type Load, nextSpace, place } from './fill.ts';

/**
 * Beam search for the fullest carton (Araya and Riff, 2014): every state is judged by filling it up greedily, the best `width`
 * live on; the width grows until the stop rule ends it or a carton takes everything. Never worse than `best`.
 */
export function fillByBeam(
  load: Load,
  counts: readonly number[],
  taste: Taste,
  best: Filling,
  stop: StopRule,
): Filling {
  const whole = counts.reduce((sum, n, k) => sum + n * load.kinds[k]!.volume, 0);
  for (let width = 1; width <= 512; width *= 2) {
    let beam: Filling[] = [emptyFilling(load, counts)];
    while (beam.length > 0) {
      const next: { f: Filling; judged: number }[] = [];
      const seen = new Set<string>();
      for (const f of beam) {
        const at = openSpace(load, f, taste, Math.max(2, width));
        if (!at) continue;
        for (const block of at.blocks) {
          const child = copyFilling(f);
          place(load, child, block);
          const full = fillOn(load, copyFilling(child), taste);
          if (full.volume > best.volume) best = full;
          if (best.volume === whole || stop.done()) return best;
          const mark = `${full.volume} ${child.volume}`;
          if (seen.has(mark)) continue;
          seen.add(mark);
          next.push({ f: child, judged: full.volume });
        }
      }
      next.sort((a, b) => b.judged - a.judged);
      beam = next.slice(0, width).map((n) => n.f);
    }
  }
  return best;
}

/** The next space that takes anything, with the best blocks for it; spaces that take nothing are dropped on the way. */
function openSpace(
  load: Load,
  f: Filling,
  taste: Taste,
  width: number,
): { blocks: ReturnType<typeof blocksFor> } | null {
  for (;;) {
    const at = nextSpace(load, f);
    if (at < 0) return null;
    const blocks = blocksFor(load, f, at, taste, width);
    if (blocks.length > 0) return { blocks };
    dropSpace(f, at);
  }
}
