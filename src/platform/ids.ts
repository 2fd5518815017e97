import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** A UUIDv7: unique without asking the database, and sorted by the time it was made. */
export function newId(): string {
  return v7();
}

/** An unguessable token, 256 bits, URL-safe. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A short code that a person types once; letters and digits that are not mistaken for one another. */
export function newCode(length = 8): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
