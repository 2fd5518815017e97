/** Seeded randomness of the simulated day (xorshift128+, Vigna 2014, on 32-bit halves), and hashes of names. */
export interface Random {
  float(): number;
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
  /** Exponential waiting time with this mean. */
  wait(mean: number): number;
}

/** FNV-1a, 32 bits: the same name gives the same number everywhere. */
export function hash(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

export function makeRandom(seed: number): Random {
  let a = hash('a', seed) | 1;
  let b = hash('b', seed) | 1;
  const float = () => {
    let x = a;
    a = b;
    x ^= x << 23;
    x ^= x >>> 17;
    x ^= b ^ (b >>> 26);
    b = x;
    return ((a + b) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(float() * below);
  return {
    float,
    int,
    pick: (list) => list[int(list.length)]!,
    shuffle(list) {
      const copy = [...list];
      for (let at = copy.length - 1; at > 0; at--) {
        const other = int(at + 1);
        [copy[at], copy[other]] = [copy[other]!, copy[at]!];
      }
      return copy;
    },
    wait: (mean) => -mean * Math.log(1 - float()),
  };
}
