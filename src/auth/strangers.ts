import { sha256 } from '../platform/crypto.ts';
import { restUntil, WRONG_TRIES } from './rules.ts';

interface Guessed {
  failed: number;
  lockedUntil: Date | undefined;
}

/** Some megabytes at most; the oldest go first. */
const MOST = 10_000;
const guessed = new Map<string, Guessed>();

/**
 * Counts a wrong password for a login that nobody has as an account of that name would, so that a guesser is told the same
 * of both. By process and in memory: a table that anybody fills by guessing is no better.
 * @returns until when it rests, where this is one too many
 */
export function countStranger(login: string, at: Date): Date | undefined {
  const key = sha256(login);
  const known = guessed.get(key) ?? { failed: 0, lockedUntil: undefined };
  if (known.lockedUntil !== undefined && known.lockedUntil > at) return known.lockedUntil;
  const failed = known.failed + 1;
  guessed.delete(key);
  guessed.set(
    key,
    failed < WRONG_TRIES ? { failed, lockedUntil: undefined } : { failed: 0, lockedUntil: restUntil(at) },
  );
  if (guessed.size > MOST) guessed.delete(guessed.keys().next().value!);
  return undefined;
}
