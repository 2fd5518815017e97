import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { fileById, type KeptFile } from '../platform/files.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';

/** Managers and dispatchers see every picture of their sites, others those that they took there. */
export async function showFile(work: Work, { fileId }: { fileId: string }): Promise<Outcome<Download>> {
  const file = await fileById(work.tx, fileId);
  if (file === undefined || !maySee(work, file)) return notFound('file');
  return done(new Download(file.contentType, file.bytes, fileId));
}

function maySee(work: Work, { siteId, ownerId }: KeptFile): boolean {
  const { role, userId } = work.actor;
  if (role === 'admin') return true;
  if (siteId === null) return ownerId === userId;
  if (mayUseSite(work, siteId) !== undefined) return false;
  return role === 'manager' || role === 'dispatcher' || ownerId === userId;
}
