import type { Basket } from './baskets.ts';
import { hash, makeRandom, type Random } from './random.ts';
import type { Stop } from './stops.ts';

export interface Good {
  sku: string;
  name: string;
  gtin: string;
  size_mm: [number, number, number];
  weight_g: number;
  temperature: 'ambient' | 'chilled';
  /** Which of the day's sellers owns it. */
  seller: number;
}

export const SELLERS = 4;

/** GTIN-13 under a demo prefix from a running number. */
function gtinOf(number: number): string {
  const twelve = `8809${String(number).padStart(8, '0')}`;
  const sum = Array.from(twelve).reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return twelve + String((10 - (sum % 10)) % 10);
}

/** Size, weight, temperature and owner of a SKU follow from its code and the seed, so that every run agrees. */
export function goodsOf(skus: string[], seed: number): Map<string, Good> {
  const sorted = [...skus].sort();
  return new Map(
    sorted.map((sku, at) => {
      const draw = makeRandom(hash(sku, seed));
      const edge = (low: number, high: number) => Math.round(low + (high - low) * draw.float() ** 2);
      const size_mm: [number, number, number] = [edge(40, 260), edge(40, 220), edge(20, 180)];
      const litres = (size_mm[0] * size_mm[1] * size_mm[2]) / 1e6;
      const good: Good = {
        sku,
        name: `Item ${sku}`,
        gtin: gtinOf(at + 1),
        size_mm,
        weight_g: Math.max(20, Math.round(litres * (200 + 500 * draw.float()))),
        temperature: draw.float() < 0.12 ? 'chilled' : 'ambient',
        seller: draw.int(SELLERS),
      };
      return [sku, good];
    }),
  );
}

/** A retailer of its own: a catalogue with themes; a basket takes most of its lines from one theme. */
export function makeBaskets(orders: number, random: Random): { today: Basket[]; history: Basket[] } {
  const themes = 40;
  const perTheme = Math.max(6, Math.min(30, Math.round(orders / 20)));
  const skuOf = (theme: number, at: number) => `T${String(theme).padStart(2, '0')}-${String(at).padStart(2, '0')}`;
  const basket = (id: string, at: string): Basket => {
    const theme = random.int(themes);
    const lines = new Map<string, number>();
    const count = 1 + Math.min(9, Math.floor(random.wait(2.2)));
    for (let line = 0; line < count; line++) {
      const from = random.float() < 0.75 ? theme : random.int(themes);
      // squared: the first of a theme sell most
      lines.set(skuOf(from, Math.floor(random.float() ** 2 * perTheme)), 1 + Math.floor(random.wait(0.5)));
    }
    return { id, at, lines: [...lines].map(([sku, quantity]) => ({ sku, quantity: Math.min(6, quantity) })) };
  };
  const two = (n: number) => String(n).padStart(2, '0');
  const history = Array.from({ length: Math.max(500, orders) }, (_, at) =>
    basket(`H${at}`, `2026-${two(6 + (at % 5))}-${two(1 + (at % 28))}T12:00`),
  );
  const today = Array.from({ length: orders }, (_, at) => basket(`D${at}`, '2026-11-19T12:00'));
  return { today, history };
}

/** A city of its own: stops around the middle of Seoul. */
export function makeStops(count: number, random: Random): Stop[] {
  return Array.from({ length: count }, (_, at) => ({
    id: String(at + 1),
    lat: 37.5665 + (random.float() + random.float() - 1) * 0.11,
    lon: 126.978 + (random.float() + random.float() - 1) * 0.16,
    name: `Stop ${at + 1}`,
  }));
}
