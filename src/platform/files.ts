import { sha256 } from './crypto.ts';
import { newId } from './ids.ts';
import { change, maybe, rows } from './sql.ts';
import type { Tx, Work } from './work.ts';

export interface KeptFile {
  fileId: string;
  ownerId: string;
  siteId: string | null;
  contentType: string;
  bytes: Buffer;
}

const MAGIC: [contentType: string, starts: RegExp][] = [
  ['image/jpeg', /^ffd8ff/],
  ['image/png', /^89504e470d0a1a0a/],
  ['image/webp', /^52494646.{8}57454250/],
];

/** What the bytes are by themselves, whatever the sender calls them; undefined for anything but a picture. */
export function pictureType(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 12).toString('hex');
  return MAGIC.find(([, starts]) => starts.test(head))?.[0];
}

/** `siteId`: where it was taken; absent where the sender works at several sites and did not say, until work names it. */
export async function keepFile(
  work: Work,
  { contentType, bytes, siteId }: { contentType: string; bytes: Buffer; siteId: string | undefined },
): Promise<string> {
  const fileId = newId();
  await change(
    work.tx,
    `INSERT INTO file (file_id, owner_id, site_id, content_type, bytes, sha256, at)
     VALUES (:fileId, :ownerId, :siteId, :contentType, :bytes, :sha256, :at)`,
    { fileId, ownerId: work.actor.userId, siteId, contentType, bytes, sha256: sha256(bytes), at: work.at },
  );
  return fileId;
}

export function fileById(tx: Tx, fileId: string): Promise<KeptFile | undefined> {
  return maybe(
    tx,
    `SELECT file_id AS "fileId", owner_id AS "ownerId", site_id AS "siteId", content_type AS "contentType", bytes
       FROM file WHERE file_id = :fileId`,
    { fileId },
  );
}

/**
 * Work at a site names files as its proof: they belong to that site from now on. @returns those that it may not name,
 * being nobody's, of another site, or somebody else's that no site has yet
 */
export async function claimFiles(work: Work, siteId: string, fileIds: string[]): Promise<string[]> {
  if (fileIds.length === 0) return [];
  const found = await rows<{ fileId: string }>(
    work.tx,
    `UPDATE file SET site_id = :siteId::uuid
      WHERE file_id = ANY(:fileIds::uuid[])
        AND (site_id = :siteId::uuid OR (site_id IS NULL AND owner_id = :ownerId::uuid))
      RETURNING file_id AS "fileId"`,
    { siteId, fileIds, ownerId: work.actor.userId },
  );
  return fileIds.filter((fileId) => !found.some((file) => file.fileId === fileId));
}

export async function dropFiles(tx: Tx, fileIds: string[]): Promise<void> {
  if (fileIds.length > 0) await change(tx, `DELETE FROM file WHERE file_id = ANY(:fileIds::uuid[])`, { fileIds });
}
