import { done, notFound, type Outcome } from '../platform/errors.ts';
import { fileById } from '../platform/files.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';

/** Managers and dispatchers see every picture, others those that they took. */
export async function showFile(work: Work, { fileId }: { fileId: string }): Promise<Outcome<Download>> {
  const file = await fileById(work.tx, fileId);
  const { role, userId } = work.actor;
  const seesAll = role === 'admin' || role === 'manager' || role === 'dispatcher';
  if (file === undefined || (!seesAll && file.ownerId !== userId)) return notFound('file');
  return done(new Download(file.contentType, file.bytes, fileId));
}
