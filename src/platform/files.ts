import { sha256 } from './crypto.ts';
import { newId } from './ids.ts';
import { change, maybe, rows } from './sql.ts';
import type { Tx, Work } from './work.ts';

export interface KeptFile {
  fileId: string;
  ownerId: string;
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

export async function keepFile(work: Work, contentType: string, bytes: Buffer): Promise<string> {
  const fileId = newId();
  await change(
    work.tx,
    `INSERT INTO file (file_id, owner_id, content_type, bytes, sha256, at)
     VALUES (:fileId, :ownerId, :contentType, :bytes, :sha256, :at)`,
    { fileId, ownerId: work.actor.userId, contentType, bytes, sha256: sha256(bytes), at: work.at },
  );
  return fileId;
}

export function fileById(tx: Tx, fileId: string): Promise<KeptFile | undefined> {
  return maybe(
    tx,
    `SELECT file_id AS "fileId", owner_id AS "ownerId", content_type AS "contentType", bytes FROM file
      WHERE file_id = :fileId`,
    { fileId },
  );
}

/** Of these ids, those that no file has. */
export async function unknownFiles(tx: Tx, fileIds: string[]): Promise<string[]> {
  if (fileIds.length === 0) return [];
  const found = await rows<{ fileId: string }>(
    tx,
    `SELECT file_id AS "fileId" FROM file WHERE file_id = ANY(:fileIds::uuid[])`,
    { fileIds },
  );
  return fileIds.filter((fileId) => !found.some((file) => file.fileId === fileId));
}
