import { done, refuse, type Outcome } from '../platform/errors.ts';
import { keepFile, pictureType } from '../platform/files.ts';
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
