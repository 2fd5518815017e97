import { signIn } from './client.ts';
import type { Stage } from './stage.ts';

const AT_ONCE = 8;
const SHOWN = 10;

/** Where the books and the floor differ: what the system believes of a bin beside what really lies in it. */
export async function strayed({ site, ground, floor }: Stage): Promise<string[]> {
  // whoever set the site up has not been seen since
  const admin = await signIn(site, site.login, site.password);
  const found: string[] = [];
  const items = [...ground.itemIds];
  // what comes back lies elsewhere for a while
  const shelves = new Set(floor.shelves);
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const part = items.slice(from, from + AT_ONCE);
    const answers = await Promise.all(
      part.map(([, itemId]) =>
        admin.get<{ places: { place: string; quantity: number }[] }>(
          `/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`,
        ),
      ),
    );
    answers.forEach(({ places }, at) => {
      const [sku] = part[at]!;
      const booked = new Map<string, number>();
      for (const { place, quantity } of places) {
        const [kind, code] = place.split('/') as [string, string];
        if (kind === 'bin') booked.set(code, (booked.get(code) ?? 0) + quantity);
      }
      const lying = [...floor.contents].flatMap(([bin, units]) => (units.has(sku) ? [bin] : []));
      for (const bin of new Set([...booked.keys(), ...lying])) {
        if (!shelves.has(bin)) continue;
        const [books, here] = [booked.get(bin) ?? 0, floor.contents.get(bin)?.get(sku) ?? 0];
        if (books !== here) found.push(`${sku} in ${bin}: ${books} in the books, ${here} in the bin`);
      }
    });
  }
  return found.length > SHOWN ? [...found.slice(0, SHOWN), `… and ${found.length - SHOWN} more`] : found;
}
