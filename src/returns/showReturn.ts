import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { ReturnShown } from './schema.ts';
import { caseById } from './store.ts';
import { maySee, returnsShown } from './returnsShown.ts';

export async function showReturn(work: Work, { returnId }: { returnId: string }): Promise<Outcome<ReturnShown>> {
  const one = await caseById(work.tx, returnId);
  return one === undefined || !maySee(work, one) ? notFound('return') : done((await returnsShown(work, [one]))[0]!);
}
