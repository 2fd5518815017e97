const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** After so many wrong passwords in a row the account rests for a minute. */
export const WRONG_TRIES = 5;

export const REST_S = 60;

export function restUntil(at: Date): Date {
  return new Date(at.getTime() + REST_S * 1000);
}

/**
 * How long a session lives. Opened by password: longer than the longest shift with its night, and a desk that nobody
 * touched for a day is closed. On a handheld: a shift with its overtime, and the longest break. A program's key: a year,
 * however seldom a shop sells.
 */
export const lifetimes = {
  password: { whole_ms: 36 * HOUR_MS, idle_ms: 24 * HOUR_MS },
  pin: { whole_ms: 16 * HOUR_MS, idle_ms: 4 * HOUR_MS },
  key: { whole_ms: 365 * 24 * HOUR_MS, idle_ms: 365 * 24 * HOUR_MS },
} as const;

export type Method = keyof typeof lifetimes;

/** A session's last use is noted at most this often: one small write a person and five minutes. */
export const SEEN_EVERY_MS = 5 * MINUTE_MS;

/** Within this time after a password was given, nobody is asked for it again. */
export const FRESH_MS = 10 * MINUTE_MS;

/** A PIN or a password from a supervisor has to be used within this time. */
export const TEMPORARY_MS = HOUR_MS;

/**
 * Whose wrong PINs are counted. After `each` in a row comes a rest, the first, then the second and so on; a person's lead to
 * a supervisor in the end, a device is used by many and only rests.
 */
export const tries = {
  person: { each: 5, rests_s: [60, 900], most: 15 },
  device: { each: 10, rests_s: [900], most: undefined },
} as const;

export type Counted = keyof typeof tries;

/** Wrong PINs that are left before the next rest. */
export const triesLeft = (counted: Counted, failed: number): number =>
  tries[counted].each - (failed % tries[counted].each || tries[counted].each);

/** What a whole hall would try first: one digit, or digits that go up or down by one. */
export function isObviousPin(pin: string): boolean {
  const steps = Array.from(pin.slice(1), (digit, at) => Number(digit) - Number(pin[at]));
  return steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
}
