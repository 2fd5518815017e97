import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Structured logs. Bodies, names, phones, addresses and tokens never go in: callers log ids and codes. */
export function makeLog(level: string, to?: DestinationStream): Log {
  const options = { level, base: null, redact: ['token', 'password', '*.token', '*.password'] };
  return to === undefined ? pino(options) : pino(options, to);
}
