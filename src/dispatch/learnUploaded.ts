import type { Tx } from '../platform/work.ts';
import { uploaded } from './roads/index.ts';
import { matrixById, matrixHeads } from './store.ts';

/** Brings a site's uploaded matrices to mind, each once in every version, and forgets those that are no more. */
export async function learnUploaded(tx: Tx, siteId: string): Promise<void> {
  const heads = (await matrixHeads(tx, siteId)).map(({ name, at }) => ({
    name,
    key: `${siteId} ${name} ${at.getTime()}`,
  }));
  uploaded.keepOnly(
    siteId,
    heads.map(({ key }) => key),
  );
  for (const { name, key } of heads) {
    if (uploaded.has(key)) continue;
    const { spots, durations_s, distances_m } = await matrixById(tx, siteId, name);
    uploaded.keep(key, spots, {
      durations_s: Int32Array.from(durations_s),
      distances_m: Int32Array.from(distances_m),
    });
  }
}
