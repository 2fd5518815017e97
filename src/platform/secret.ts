import { createHmac } from 'node:crypto';
import { readSecrets, type Config } from './config.ts';
import { decrypt, encrypt } from './crypto.ts';

/** Wraps the keys that seal; `keyId` is a fingerprint of it and stands beside everything that it wraps. */
export interface WrappingKey {
  keyId: string;
  key: Buffer;
}

interface Ring {
  /** The first is the present one, the others open what was wrapped before. */
  secrets: Buffer[];
  keys: WrappingKey[];
  reread: (() => Buffer[]) | undefined;
}

let ring: Ring | undefined;

/**
 * Set once at the start from the configuration. `reread` asks again where the secrets are kept, so that a running process
 * follows a rotation.
 */
export function setSecret(
  secret: Buffer,
  { older = [], reread }: { older?: Buffer[]; reread?: () => Buffer[] } = {},
): void {
  ring = ringOf([secret, ...older], reread);
}

/** The secrets of the configuration; where they are kept in a file, the process follows it. */
export function takeSecrets({ secretKey, olderSecrets: older, secretFile }: Config): void {
  setSecret(secretKey, {
    older,
    ...(secretFile === undefined ? {} : { reread: () => [...readSecrets(secretFile), ...older] }),
  });
}

function ringOf(secrets: Buffer[], reread: Ring['reread']): Ring {
  const keys = secrets.map((secret) => ({
    keyId: derived(secret, 'key id').toString('hex').slice(0, 16),
    key: derived(secret, 'wrap'),
  }));
  return { secrets, keys, reread };
}

const derived = (secret: Buffer, purpose: string) => createHmac('sha256', secret).update(purpose).digest();

function present(): Ring {
  if (ring === undefined) throw new Error('the secret key has not been set');
  return ring;
}

/** By which a text is told again and, without the secret, not guessed; another secret makes another of it. */
export function keyedHash(purpose: string, text: string): string {
  return createHmac('sha256', derived(present().secrets[0]!, purpose)).update(text).digest('hex');
}

/** Reads the secrets again where they are kept. */
export function rereadSecrets(): void {
  const { reread } = present();
  if (reread !== undefined) ring = ringOf(reread(), reread);
}

/** The key that wraps from now on. */
export function wrappingKey(): WrappingKey {
  return present().keys[0]!;
}

/** All keys that this process knows, the present one first. */
export function wrappingKeys(): readonly WrappingKey[] {
  return present().keys;
}

function keyNamed(keyId: string): Buffer {
  const known = () => present().keys.find((one) => one.keyId === keyId);
  const found = known() ?? (rereadSecrets(), known());
  if (found === undefined) throw new Error(`the secret of key ${keyId} is not among those configured`);
  return found.key;
}

export interface Wrapped {
  keyId: string;
  wrapped: Buffer;
}

export function wrap(key: Buffer, context: string, { keyId, key: by } = wrappingKey()): Wrapped {
  return { keyId, wrapped: encrypt(by, key, `${keyId} ${context}`) };
}

export function unwrap({ keyId, wrapped }: Wrapped, context: string): Buffer {
  return decrypt(keyNamed(keyId), wrapped, `${keyId} ${context}`);
}

/**
 * Opens the first layout, version(1) nonce(12) tag(16) ciphertext, which had one key for everything and did not name it;
 * nothing where no known secret opens it.
 */
export function openFirstLayout(box: Buffer): string | undefined {
  for (const secret of present().secrets) {
    try {
      return decrypt(derived(secret, 'personal'), box.subarray(1), '').toString('utf8');
    } catch {
      // sealed by another of them
    }
  }
  return undefined;
}
