import { chownSync, renameSync, statSync, writeFileSync } from 'node:fs';
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

/** In one step, by the same owner, so that nobody reads half of it. */
function write(path: string, secrets: Buffer[]): void {
  const { uid, gid } = statSync(path);
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, `${secrets.map((secret) => secret.toString('hex')).join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  chownSync(beside, uid, gid);
  renameSync(beside, path);
}
