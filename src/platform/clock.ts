/** The only clock. A simulated day drives it from outside; everywhere else it is the machine's. */
export interface Clock {
  now(): Date;
}

export const wallClock: Clock = { now: () => new Date() };

export interface DrivenClock extends Clock {
  set(at: Date): void;
}

/** A clock that stands still until it is set; it never goes back. */
export function drivenClock(start: Date): DrivenClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set(next) {
      at = Math.max(at, next.getTime());
    },
  };
}

/** Monotonic seconds for stop rules and metrics; not a time of day. */
export function seconds(): number {
  return performance.now() / 1000;
}

/** Milliseconds since 1970 to the microsecond, by the machine: for spans, which others lay beside theirs. */
export function machineTime_ms(): number {
  return performance.timeOrigin + performance.now();
}
