import { chownSync, closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readSecrets } from '../../platform/config.ts';
import { newKey } from '../../platform/crypto.ts';

/** A new secret before the others; the apps that run read the file again when they meet it. */
export function addSecret(path: string): void {
  write(path, [newKey(), ...readSecrets(path)]);
}

/** Only the present secret stays. */
export function dropOlder(path: string): void {
  write(path, readSecrets(path).slice(0, 1));
}

/**
 * In one step, by the same owner, so that nobody reads half of it; on the disk before the database is told, since a key
 * that is lost to a power cut takes everything with it that it wrapped.
 */
function write(path: string, secrets: Buffer[]): void {
  const { uid, gid } = statSync(path);
  const beside = `${path}.${process.pid}`;
  const text = `${secrets.map((secret) => secret.toString('hex')).join('\n')}\n`;
  writeFileSync(beside, text, { mode: 0o600, flag: 'wx', flush: true });
  chownSync(beside, uid, gid);
  renameSync(beside, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
