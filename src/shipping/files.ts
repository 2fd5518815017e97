import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { fileById, keepFile, pictureType } from '../platform/files.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';

/** Keeps a photo or a signature, 1 MB at most; scans name it by its id. Refuses `file_type`. */
export async function addFile(work: Work, { bytes }: { bytes: Buffer }): Promise<Outcome<{ fileId: string }>> {
  const contentType = pictureType(bytes);
  if (contentType === undefined) {
    return refuse('file_type', 'Only JPEG, PNG and WebP pictures', {
      status: 415,
      expected: ['image/jpeg', 'image/png', 'image/webp'],
    });
  }
  return done({ fileId: await keepFile(work, contentType, bytes) }, 201);
}

/** Managers and dispatchers see every picture, others those that they took. */
export async function showFile(work: Work, { fileId }: { fileId: string }): Promise<Outcome<Download>> {
  const file = await fileById(work.tx, fileId);
  const { role, userId } = work.actor;
  const seesAll = role === 'admin' || role === 'manager' || role === 'dispatcher';
  if (file === undefined || (!seesAll && file.ownerId !== userId)) return notFound('file');
  return done(new Download(file.contentType, file.bytes, fileId));
}
