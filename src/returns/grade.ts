import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { claimFiles } from '../platform/files.ts';
import { tell, type Work } from '../platform/work.ts';
import { unitGraded } from './events.ts';
import type { GradeUnit, ReturnShown } from './schema.ts';
import { returnsShown } from './returnsShown.ts';
import { caseById, lockUnit, setGrade } from './store.ts';

/** What an inspected unit is worth: A as new, B opened, C worn, counterfeit, or an empty box. Refuses `return_decided`. */
export async function grade(work: Work, input: GradeUnit & { unitId: string }): Promise<Outcome<ReturnShown>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const unit = await lockUnit(work.tx, input.unitId);
  const one = unit && (await caseById(work.tx, unit.returnId));
  if (one === undefined || unit === undefined || unit.siteId !== input.siteId) return notFound('unit');
  const [unknown] = await claimFiles(work, input.siteId, input.photoId === undefined ? [] : [input.photoId]);
  if (unknown !== undefined) return notFound('file', 'photoId', unknown);
  if ((await setGrade(work, unit, { grade: input.grade, photoId: input.photoId })) !== 1) {
    return refuse('return_decided', 'This unit is decided already', { got: unit.state });
  }
  tell(work, unitGraded(one, { unitId: unit.unitId, grade: input.grade }));
  return done((await returnsShown(work, [one]))[0]!);
}
