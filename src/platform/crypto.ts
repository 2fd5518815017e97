import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { passwordChecks } from './metrics.ts';

export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A random key for AES-256-GCM. */
export function newKey(): Buffer {
  return randomBytes(32);
}

/**
 * AES-256-GCM, layout nonce(12) tag(16) ciphertext. `context` says what the box belongs to and is authenticated with it:
 * a box that was moved to another row or column does not open there.
 */
export function encrypt(key: Buffer, plain: Buffer | string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws where the key, the context or any bit of the box is another one. */
export function decrypt(key: Buffer, box: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context)).setAuthTag(box.subarray(12, 28));
  return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]);
}

/** By which equal texts are found without being opened; 128 bits of HMAC-SHA-256. */
export function blindIndex(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest().subarray(0, 16);
}

/** argon2id with the OWASP minimum: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Of no password: what is tried against it costs as much as against somebody's, from the first try of a process on. */
export const nobodysHash =
  `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}` +
  `$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export function verifyPassword(stored: string, password: string): Promise<boolean> {
  // $argon2id$v=19$m=19456,t=2,p=1$salt$hash
  passwordChecks.inc({ cost: stored.split('$')[3] ?? 'none' });
  return verify(stored, password);
}
