import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { wallClock } from './clock.ts';

/** The system is asked for randomness once for so many ids: a call costs more than all else of an id. */
const AHEAD = 256;
const random = new Uint8Array(16 * AHEAD);
let used = random.length;
/** The last one's moment and place in it. */
let [made, seq] = [0, 0];

/** A UUIDv7: unique without asking the database, and sorted by the time it was made, also within this process. */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const drawn = random.subarray(used, (used += 16));
  const now = wallClock.now().getTime();
  if (now > made) {
    made = now;
    // half of the 32 bits at the most, so that those behind it in this moment have room
    seq = ((drawn[6]! & 0x7f) << 24) | (drawn[7]! << 16) | (drawn[8]! << 8) | drawn[9]!;
  } else {
    seq += 1;
  }
  return v7({ random: drawn, msecs: made, seq });
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

/** A whole number from 0 up to but without this one. */
export function drawBelow(end: number): number {
  return randomInt(end);
}

/** Digits that are typed on a keypad. */
export function newDigits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}

export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** A bound below every UUIDv7 that was made less than `by_ms` before this one. */
export function idBefore(id: string, by_ms: number): string {
  const hex = id.replaceAll('-', '');
  const made = Math.max(0, Number.parseInt(hex.slice(0, 12), 16) - by_ms);
  return `${made
    .toString(16)
    .padStart(12, '0')
    .replace(/(.{8})/, '$1-')}-0000-0000-000000000000`;
}

/** Eight random bytes, as spans are named. */
export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}
