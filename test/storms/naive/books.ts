import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a count of the whole floor: it looks into one bin after the other while people go on working. */
export async function sumBinByBin(db: Database, siteId: string, places: string[]): Promise<number> {
  let sum = 0;
  for (const place of places) {
    const { rows } = (await db.raw(
      'SELECT coalesce(sum(quantity), 0)::int AS n FROM balance WHERE site_id = ? AND place = ?',
      [siteId, place],
    )) as { rows: { n: number }[] };
    sum += rows[0]!.n;
  }
  return sum;
}

/** The wrong twin of a movement: it reads what lies there, adds and takes in the program, and writes both back. */
export async function moveNaively(
  db: Database,
  of: { siteId: string; itemId: string; from: string; to: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const lying = async (place: string) =>
      (
        (await tx.raw('SELECT quantity FROM balance WHERE site_id = ? AND item_id = ? AND place = ?', [
          of.siteId,
          of.itemId,
          place,
        ])) as { rows: { quantity: number }[] }
      ).rows[0]?.quantity ?? 0;
    const [there, here] = [await lying(of.from), await lying(of.to)];
    if (there < 1) return;
    const kept = new Map([
      [of.from, there - 1],
      [of.to, here + 1],
    ]);
    for (const place of [of.from, of.to].sort((a, b) => (a < b ? -1 : 1))) {
      await tx.raw('UPDATE balance SET quantity = ? WHERE site_id = ? AND item_id = ? AND place = ?', [
        kept.get(place)!,
        of.siteId,
        of.itemId,
        place,
      ]);
    }
  });
}
