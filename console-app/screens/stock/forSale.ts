import type { Stock } from '../../link/wire.ts';

type Sums = Stock['items'][number];

/** Units that anybody buys now, and those that a flash sale alone sells: apart, and each counted once. */
export function forSale({ available, promised, flash }: Sums) {
  const { left = 0, setAside = 0, running = false } = flash ?? {};
  return {
    /** While a sale runs nothing of the item is sold outside of it. */
    available: running ? 0 : available,
    /** What is not of the sale waits for its end. */
    afterSale: running ? available - (left - setAside) : 0,
    promised: promised - setAside,
    flash: left,
  };
}
