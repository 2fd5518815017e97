import type { Floor, Mover } from './floor.ts';
import { openHandset, type Handset } from './handset.ts';
import { openShop, type Shop } from './shop.ts';

/** Handhelds and a shop at work; what they have been answered grows meanwhile. */
export interface Working {
  handsets: Handset[];
  shop: Shop;
  answers(): number;
  repeats(): number;
  /** Answers that say so: the first sending had been committed. */
  alreadyCommitted(): number;
  /** Waits for so many answers more; throws what made one of them stop. */
  grown(by: number): Promise<void>;
  /** Tells them to stop, and waits for their last answers. */
  end(): Promise<void>;
}

export function keepWorking(url: () => string, floor: Floor, movers: Mover[]): Working {
  const handsets = movers.map((mover) => openHandset(url, mover));
  const shop = openShop(url, floor);
  const until = { stop: false };
  const loops = [...handsets, shop].map(async (one) => {
    while (!until.stop) await one.pull();
  });
  let failed: { error: unknown } | undefined;
  for (const loop of loops) loop.catch((error: unknown) => (failed = { error }));
  const sum = (of: (handset: Handset) => number) => handsets.reduce((all, handset) => all + of(handset), 0);
  const answers = () => shop.answered + sum(({ acked }) => acked.size);
  return {
    handsets,
    shop,
    answers,
    repeats: () => shop.repeats + sum(({ repeats }) => repeats),
    alreadyCommitted: () => shop.alreadyCommitted + sum(({ alreadyCommitted }) => alreadyCommitted),
    async grown(by) {
      const enough = answers() + by;
      while (answers() < enough) {
        if (failed !== undefined) throw failed.error;
        await new Promise((rest) => setTimeout(rest, 2));
      }
    },
    async end() {
      until.stop = true;
      await Promise.all(loops);
    },
  };
}
