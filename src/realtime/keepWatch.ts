import type { Server } from 'socket.io';
import { fallenOf } from '../auth/index.ts';
import { seconds } from '../platform/clock.ts';
import type { Doors } from '../platform/http.ts';
import type { Caller } from './connect.ts';

/** Twice within the second that a revoked device may go on hearing. */
const EVERY_MS = 500;

/**
 * Hangs up on whoever would not be let in any more, or as somebody else: one statement for all sockets of this process. A
 * socket that hears and never speaks would else outlive its session. @returns ends the watch
 */
export function keepWatch(io: Server, doors: Doors): () => void {
  let looking = false;
  const look = async () => {
    const sockets = [...io.of('/').sockets.values()].filter(
      ({ data }) => (data as Partial<Caller>).actor !== undefined,
    );
    if (sockets.length === 0) return;
    const callers = sockets.map(({ data }) => data as Caller);
    const stoodAt_s = seconds();
    const fallen = new Set(await fallenOf(doors.db, callers, doors.clock.now()));
    for (const [place, socket] of sockets.entries()) {
      if (fallen.has(place)) socket.disconnect(true);
      else callers[place]!.stoodAt_s = Math.max(stoodAt_s, callers[place]!.stoodAt_s);
    }
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      // a database that is away says nothing about anybody
      .catch((error: unknown) => doors.log.warn({ err: error }, 'watch over sockets'))
      .finally(() => {
        looking = false;
      });
  }, EVERY_MS);
  return () => clearInterval(timer);
}
