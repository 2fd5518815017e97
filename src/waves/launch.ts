import { done, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { launched } from './events.ts';
import { insertBatches, launchWave, lockWave, progressOf, type NewBatch } from './store.ts';

/** Puts a planned wave on the floor. @returns `wave_cancelled`, or `wave_taken_over` where another planner took its tasks meanwhile */
export async function launch(
  work: Work,
  plan: { siteId: string; waveId: string; batches: NewBatch[]; walk_mm: number; single_mm: number; solved: boolean },
): Promise<Outcome<undefined>> {
  const { siteId, waveId, batches } = plan;
  const wave = await lockWave(work.tx, siteId, waveId);
  const isStopped = wave?.state === 'cancelled' && (await progressOf(work.tx, siteId, waveId)).tasks > 0;
  if (isStopped) return refuse('wave_cancelled', 'This plan was cancelled', { got: wave.state });
  if (wave?.state !== 'planned')
    return refuse('wave_taken_over', 'Another plan has taken this work', { got: wave?.state });
  await insertBatches(work, siteId, waveId, batches);
  await launchWave(work, plan);
  tell(work, launched(siteId, waveId, batches.length));
  return done(undefined);
}
