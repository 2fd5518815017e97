/** A seeded source of randomness: the same seed always gives the same numbers, on every machine. */
export interface Rng {
  /** A whole number in 0 … n-1; n between 1 and 2^31. */
  int(n: number): number;
  /** A number in [0, 1) with 32 random bits. */
  float(): number;
  /** Reorders the list in place (Fisher–Yates) and returns it. */
  shuffle<T>(array: T[]): T[];
}

/** xorshift128 (Marsaglia, 2003), its state spread from the seed by the splitmix32 mixer. */
export function makeRng(seed: number): Rng {
  let spread = seed | 0;
  const mix = (): number => {
    spread = (spread + 0x9e3779b9) | 0;
    let z = spread ^ (spread >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let x = mix();
  let y = mix();
  let z = mix();
  let w = mix() | 1;

  const next = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  const float = (): number => next() / 4294967296;
  const int = (n: number): number => Math.floor(float() * n);
  const shuffle = <T>(array: T[]): T[] => {
    for (let last = array.length - 1; last > 0; last--) {
      const other = int(last + 1);
      const held = array[last]!;
      array[last] = array[other]!;
      array[other] = held;
    }
    return array;
  };
  return { int, float, shuffle };
}
