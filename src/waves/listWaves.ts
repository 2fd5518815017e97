import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Wave, WaveShown, Waves, WavesQuery } from './schema.ts';
import {
  batchesOfWave,
  openPutBacks,
  progressOf,
  waveById,
  wavesPage,
  type PutBackTask,
  type WaveRow,
} from './store.ts';

const rounded_m = (mm: number | null) => (mm === null ? null : Math.round(mm / 1000));

function shown({ walk_mm, single_mm, ...wave }: WaveRow): Wave {
  return { ...wave, walk_m: rounded_m(walk_mm), single_m: rounded_m(single_mm) };
}

export async function listWaves(work: Work, query: WavesQuery): Promise<Outcome<Waves>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed) return closed;
  const { siteId, cursor, limit } = query;
  const found = await wavesPage(work.tx, { siteId, cursor, limit: limit + 1 });
  const page = found.slice(0, limit);
  return done({ waves: page.map(shown), ...(found.length > limit ? { next: page.at(-1)!.waveId } : {}) });
}

/** A wave with its carts and how far they are. */
export async function showWave(work: Work, { waveId }: { waveId: string }): Promise<Outcome<WaveShown>> {
  const wave = await waveById(work.tx, waveId);
  if (wave === undefined || mayUseSite(work, wave.siteId)) return notFound('wave');
  const tasks = await progressOf(work.tx, wave.siteId, waveId);
  return done({ ...shown(wave), tasks, batches: await batchesOfWave(work.tx, wave.siteId, waveId) });
}

export async function listPutBacks(
  work: Work,
  { siteId }: { siteId: string },
): Promise<Outcome<{ putBacks: PutBackTask[] }>> {
  return mayUseSite(work, siteId) ?? done({ putBacks: await openPutBacks(work.tx, siteId, undefined) });
}
