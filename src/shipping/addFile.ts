import { mayUseSite } from '../auth/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { keepFile, pictureType } from '../platform/files.ts';
import type { Work } from '../platform/work.ts';

/**
 * Keeps a photo or a signature of a site, 1 MB at most; scans name it by its id. Whoever works at one site need not name
 * it. Refuses `file_type`.
 */
export async function addFile(
  work: Work,
  { bytes, siteId = onlySite(work) }: { bytes: Buffer; siteId?: string | undefined },
): Promise<Outcome<{ fileId: string }>> {
  const closed = siteId === undefined ? undefined : mayUseSite(work, siteId);
  if (closed) return closed;
  const contentType = pictureType(bytes);
  if (contentType === undefined) {
    return refuse('file_type', 'Only JPEG, PNG and WebP pictures', {
      status: 415,
      expected: ['image/jpeg', 'image/png', 'image/webp'],
    });
  }
  return done({ fileId: await keepFile(work, { contentType, bytes, siteId }) }, 201);
}

function onlySite({ actor: { siteIds } }: Work): string | undefined {
  return siteIds.length === 1 ? siteIds[0] : undefined;
}
