import type { Rng } from '../shared/rng.ts';
import { type StopRule, stopAfterSteps } from '../shared/stop.ts';
import { fillGreedily, type Taste } from './construct.ts';
import type { Filling, Load } from './fill.ts';
import { type Kind, reachTables } from './goods.ts';
import { fillByBeam } from './improve.ts';
import type { Carton } from './problem.ts';

/** A carton with what is in it. */
export interface Packed {
  carton: Carton;
  load: Load;
  filling: Filling;
}

/** More than a few units above this share of a carton's volume are not worth a search for a way into it. */
const HOPELESS = 0.97;
const FEW = 12;
const BEAM_FILLINGS = 60;
const SHUFFLES = 120;
const REPACKINGS = 12;
/** More kinds of cartons than this are not looked at: the smallest ones are left out. */
const MOST_KINDS = 30;

/** Packs one order: counts of its kinds go in, packed cartons come out. */
export class Packer {
  private readonly kinds: readonly Kind[];
  /** The smallest first. */
  private readonly cartons: Carton[];
  private readonly stop: StopRule;
  private readonly rng: Rng;
  private readonly tastes: Taste[];
  /** Per kind one bit for each carton that takes a unit of it. */
  private readonly takers: Int32Array;

  constructor(kinds: readonly Kind[], cartons: readonly Carton[], stop: StopRule, rng: Rng) {
    this.kinds = kinds;
    this.cartons = [...cartons].sort((a, b) => volumeOf(a) - volumeOf(b)).slice(-MOST_KINDS);
    this.stop = stop;
    this.rng = rng;
    this.tastes = tastesFor(kinds);
    this.takers = Int32Array.from(kinds, (kind) =>
      this.cartons.reduce((set, carton, c) => (takes(carton, kind) ? set | (1 << c) : set), 0),
    );
  }

  canTake(kind: Kind): boolean {
    return this.cartons.some((carton) => takes(carton, kind));
  }

  /** Everything in as few cartons as found, at most `most` of them. */
  pack(counts: readonly number[], most: number): Packed[] {
    if (counts.every((n) => n === 0)) return [];
    const one = this.inOne(counts);
    if (one) return [one];
    let packed = this.oneAfterAnother(counts, most);
    const all = packed.at(-1)!.filling.left.every((n) => n === 0);
    if (all) packed = this.repack(packed, this.leastCartons(counts));
    return packed.map((p) => (all || packed.length > 1 ? (this.inOne(packedCounts(p, counts.length), p) ?? p) : p));
  }

  /** All of it in the smallest carton that is found to hold it; only cartons smaller than that of `than`, where given. */
  private inOne(counts: readonly number[], than?: Packed): Packed | null {
    for (const carton of this.cartons) {
      if (than && volumeOf(carton) >= volumeOf(than.carton)) return null;
      const found = this.whole(carton, counts);
      if (found) return found;
    }
    return null;
  }

  /** All of it in this carton, or null where no way is found. */
  private whole(carton: Carton, counts: readonly number[]): Packed | null {
    const { kinds } = this;
    const total = counts.reduce((sum, n, k) => sum + n * kinds[k]!.volume, 0);
    const weight_g = counts.reduce((sum, n, k) => sum + n * kinds[k]!.item.weight_g, 0);
    if (total > volumeOf(carton) || weight_g + carton.tare_g > carton.maxWeight_g) return null;
    if (kinds.some((kind, k) => counts[k]! > 0 && !takes(carton, kind))) return null;
    const load = this.loadOf(carton, counts);
    let best: Filling | null = null;
    for (const taste of this.tastes) {
      const filling = fillGreedily(load, counts, taste);
      if (!best || filling.volume > best.volume) best = filling;
      if (filling.volume === total) return { carton, load, filling };
      if (this.stop.done()) return null;
    }
    const units = counts.reduce((a, b) => a + b, 0);
    if (units > FEW && total > HOPELESS * volumeOf(carton)) return null;
    const filling = fillByBeam(load, counts, this.tastes[0]!, best!, either(this.stop, stopAfterSteps(BEAM_FILLINGS)));
    if (filling.volume === total) return { carton, load, filling };
    const rank = [...kinds.keys()];
    for (let i = 0; i < SHUFFLES && !this.stop.done(); i++) {
      const shuffled = fillGreedily(load, counts, {
        rank: this.rng.shuffle(rank),
        loss: 4,
        random: () => this.rng.float(),
      });
      if (shuffled.volume === total) return { carton, load, filling: shuffled };
    }
    return null;
  }

  /** Always the carton next that takes most of what is left. */
  private oneAfterAnother(counts: readonly number[], most: number): Packed[] {
    const packed: Packed[] = [];
    let left = counts;
    while (left.some((n) => n > 0) && packed.length < most) {
      const one = packed.length > 0 ? this.inOne(left) : null;
      const next = one ?? this.fullest(left, most === 1);
      packed.push(next);
      left = next.filling.left;
    }
    return packed;
  }

  private fullest(counts: readonly number[], thorough: boolean): Packed {
    let best: Packed | null = null;
    for (const carton of this.cartons) {
      const load = this.loadOf(carton, counts);
      for (const taste of this.tastes) {
        const filling = fillGreedily(load, counts, taste);
        if (!best || filling.volume > best.filling.volume) best = { carton, load, filling };
        if (this.stop.done()) break;
      }
    }
    if (!thorough) return best!;
    const { carton, load, filling } = best!;
    return { carton, load, filling: fillByBeam(load, counts, this.tastes[0]!, filling, this.stop) };
  }

  /** Takes a few cartons, tries to get their goods into one less, until `least` cartons are left or nothing helps. */
  private repack(packed: Packed[], least: number): Packed[] {
    for (let tries = 0; packed.length > least && tries < REPACKINGS && !this.stop.done(); tries++) {
      const some = this.rng.shuffle([...packed]).slice(0, Math.min(packed.length, 2 + (tries % 3)));
      const counts = this.kinds.map((_, k) => some.reduce((sum, p) => sum + packedCounts(p, this.kinds.length)[k]!, 0));
      const fewer = this.into(counts, some.length - 1);
      if (!fewer) continue;
      packed = [...packed.filter((p) => !some.includes(p)), ...fewer];
      tries = 0;
    }
    return packed;
  }

  /** The goods in exactly so many cartons of whatever sizes, or null. */
  private into(counts: readonly number[], cartons: number): Packed[] | null {
    if (multisetCount(this.cartons.length, cartons) > 1000) return null;
    for (const chosen of multisets(this.cartons, cartons)) {
      if (!this.mayHold(chosen, counts)) continue;
      for (const order of [chosen, chosen.toReversed()]) {
        for (const taste of this.tastes) {
          const packed = this.inSequence(order, counts, taste);
          if (packed) return packed;
          if (this.stop.done()) return null;
        }
        if (cartons === 1 || order[0] === order.at(-1)) break;
      }
    }
    return null;
  }

  private inSequence(cartons: readonly Carton[], counts: readonly number[], taste: Taste): Packed[] | null {
    const packed: Packed[] = [];
    let left = counts;
    for (const [i, carton] of cartons.entries()) {
      if (i + 1 === cartons.length && !this.mayHold([carton], left)) return null;
      const load = this.loadOf(carton, left);
      const filling = fillGreedily(load, left, taste);
      if (filling.blocks.length === 0) return null;
      packed.push({ carton, load, filling });
      left = filling.left;
      if (left.every((n) => n === 0)) return packed;
    }
    return null;
  }

  /**
   * False where it is plain that the cartons do not hold the goods: some exceed in volume or weight all the cartons that take them.
   * Looked at are the goods that fit no carton but those in `chosen`, for every set of carton kinds in it (Hall's condition).
   */
  private mayHold(chosen: readonly Carton[], counts: readonly number[]): boolean {
    const has = chosen.reduce((set, carton) => set | (1 << this.cartons.indexOf(carton)), 0);
    for (let set = has; ; set = (set - 1) & has) {
      let volume = 0;
      let weight_g = 0;
      for (const carton of chosen) {
        if (((set >> this.cartons.indexOf(carton)) & 1) === 0) continue;
        volume += volumeOf(carton);
        weight_g += carton.maxWeight_g - carton.tare_g;
      }
      for (const [k, n] of counts.entries()) {
        if (n === 0 || (this.takers[k]! & has & ~set) !== 0) continue;
        volume -= n * this.kinds[k]!.volume;
        weight_g -= n * this.kinds[k]!.item.weight_g;
      }
      if (volume < 0 || weight_g < -1e-6) return false;
      if (set === 0) return true;
    }
  }

  /** No fewer cartons hold the goods' volume and weight. */
  private leastCartons(counts: readonly number[]): number {
    for (let n = 1; ; n++) {
      if (multisetCount(this.cartons.length, n) > 1000) return n;
      for (const chosen of multisets(this.cartons, n)) if (this.mayHold(chosen, counts)) return n;
    }
  }

  private loadOf({ inner, maxWeight_g, tare_g }: Carton, counts: readonly number[]): Load {
    return { kinds: this.kinds, inner, limit_g: maxWeight_g - tare_g, reach: reachTables(this.kinds, counts, inner) };
  }
}

function packedCounts({ filling }: Packed, kinds: number): number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (const b of filling.blocks) counts[b.kind]! += b.nx * b.ny * b.nz;
  return counts;
}

/** All ways to choose n cartons of the kinds given, repeats allowed, the order of the kinds kept. */
function* multisets(cartons: readonly Carton[], n: number, from = 0): Generator<Carton[]> {
  if (n === 0) {
    yield [];
    return;
  }
  for (let i = from; i < cartons.length; i++)
    for (const rest of multisets(cartons, n - 1, i)) yield [cartons[i]!, ...rest];
}

function multisetCount(kinds: number, n: number): number {
  let count = 1;
  for (let i = 1; i <= n; i++) count = (count * (kinds + i - 1)) / i;
  return count;
}

function tastesFor(kinds: readonly Kind[]): Taste[] {
  const first = (measure: (kind: Kind) => number): Taste => {
    const rank: number[] = [];
    [...kinds.keys()].sort((a, b) => measure(kinds[a]!) - measure(kinds[b]!)).forEach((k, i) => (rank[k] = i));
    return { rank, loss: 4 };
  };
  const density = ({ item, volume }: Kind): number => item.weight_g / volume;
  return [
    { rank: null, loss: 4 },
    first((kind) => kind.volume),
    first((kind) => Math.max(...kind.item.size)),
    first((kind) => kind.volume / Math.min(...kind.item.size)),
    first(density),
    first((kind) => -density(kind)),
  ];
}

function takes(carton: Carton, kind: Kind): boolean {
  return (
    kind.item.weight_g + carton.tare_g <= carton.maxWeight_g &&
    kind.turns.some((turn) => turn.every((edge, axis) => edge <= carton.inner[axis]!))
  );
}

function volumeOf({ inner }: Carton): number {
  return inner[0] * inner[1] * inner[2];
}

/** Ends as soon as one of the two does. */
function either(a: StopRule, b: StopRule): StopRule {
  return { done: () => a.done() || b.done(), elapsed_s: () => a.elapsed_s(), total_s: a.total_s };
}
