import { LateError } from './deadline.ts';

/** Shut down, unreachable, out of connections or memory; a statement that ran into its time limit. */
const CODES = /^(57P0\d|57014|08\w{3}|53\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What the driver says of a connection that died under a statement carries no code; knex puts the statement before it. */
const MESSAGES =
  /(^| - )(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout)/;

/** Whether a fault is the database's absence: whoever asked may ask again in a moment, under the same key. */
export function databaseIsAway(error: unknown): boolean {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  if (typeof code === 'string') return CODES.test(code);
  return name === 'KnexTimeoutError' || error instanceof LateError || MESSAGES.test(message ?? '');
}
