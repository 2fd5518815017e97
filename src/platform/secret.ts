import { createHmac } from 'node:crypto';

let key: Buffer | undefined;

/** Set once at the start from the configuration. */
export function setSecret(secret: Buffer): void {
  key = secret;
}

/** A key of its own for each purpose, so that one use never weakens another. */
export function secretKey(purpose: 'personal' | 'blind' | 'token'): Buffer {
  if (key === undefined) throw new Error('the secret key has not been set');
  return createHmac('sha256', key).update(purpose).digest();
}
