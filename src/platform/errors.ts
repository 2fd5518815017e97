import type { Work } from './work.ts';

/** What a verb answers: done with a value, or refused with a stable code. Faults are thrown, refusals are returned. */
export type Outcome<T> = Done<T> | Refused;

export interface Done<T> {
  refused: false;
  value: T;
  /** Overrides the route's status, for example 200 where the same thing was asked for again. */
  status?: number;
}

export interface Refused {
  refused: true;
  refusal: Refusal;
}

/** An expected "no". `message` is at most twelve words of English; screens translate by `code`. */
export interface Refusal {
  code: string;
  message: string;
  status: number;
  field?: string;
  got?: unknown;
  expected?: unknown;
  details?: unknown;
  /** An id that the refusal is counted by: recorded at the door, not answered. */
  subject?: string;
}

/** A refusal as it is answered. */
export function toldOf({ code, message, field, got, expected, details }: Refusal) {
  return { code, message, field, got, expected, details };
}

export type RefusalMore = Partial<Omit<Refusal, 'code' | 'message'>>;

export function done<T>(value: T, status?: number): Done<T> {
  return status === undefined ? { refused: false, value } : { refused: false, value, status };
}

export function refuse(code: string, message: string, more: RefusalMore = {}): Refused {
  return { refused: true, refusal: { status: 409, ...more, code, message } };
}

export function invalid(field: string, got: unknown, expected: unknown, code = 'invalid'): Refused {
  return refuse(code, `${field} is not as expected`, { status: 422, field, got, expected });
}

/** The same answer for what is absent and for what belongs to somebody else. */
export function notFound(what: string, field?: string, got?: unknown): Refused {
  return refuse(`${what}_not_found`, `There is no such ${what}`, { status: 404, ...(field ? { field, got } : {}) });
}

/** Carries a refusal up to the place that opened the transaction, which rolls back to it. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.message}`);
    this.name = 'RefusedError';
    this.refusal = refusal;
  }
}

/**
 * Something has to be done and committed before the verb that found it can go on, and may not be done under the locks that
 * it holds: `transact` gives all of it up, does this in a transaction of its own, in further ones for as long as it answers
 * that more is left, and runs the verb again.
 */
export class FirstError extends Error {
  readonly first: (work: Work) => Promise<boolean>;
  constructor(first: (work: Work) => Promise<boolean>) {
    super('something has to be done first');
    this.first = first;
  }
}

/** What was read without a lock did not hold any more: `transact` runs the verb again, as after a failed serialization. */
export class OvertakenError extends Error {
  readonly code = '40001';
}

/** Whether a fault is that others changed, or held, what a verb needs as often as it began again. */
export function wasOvertaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '40001' || code === '40P01';
}
