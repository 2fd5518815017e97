import type { Server, Socket } from 'socket.io';
import { fallenOf, stampOf } from '../auth/index.ts';
import type { Doors } from '../platform/http.ts';
import type { Caller } from './connect.ts';

/** Twice within the second that a revoked device may go on hearing. */
const EVERY_MS = 500;

/**
 * Hangs up on whoever would not be let in any more, or as somebody else: a socket that hears and never speaks would else
 * outlive its session. The list of sockets goes to the database only where the stamp of all who may come in has changed;
 * else only those go that are new. @returns one look
 */
export function watchOver(io: Server, { db, clock }: Pick<Doors, 'db' | 'clock'>): () => Promise<void> {
  let stamp: string | undefined;
  const looked = new WeakSet<Socket>();
  return async () => {
    const sockets = [...io.of('/').sockets.values()].filter(
      ({ data }) => (data as Partial<Caller>).actor !== undefined,
    );
    if (sockets.length === 0) return;
    const at = clock.now();
    // read before the list is judged: what changes in between changes the next stamp
    const now = await stampOf(db, at);
    const asked = now === stamp ? sockets.filter((socket) => !looked.has(socket)) : sockets;
    if (asked.length > 0) {
      const callers = asked.map(({ data }) => data as Caller);
      for (const place of await fallenOf(db, callers, at)) asked[place]!.disconnect(true);
      for (const socket of asked) looked.add(socket);
    }
    stamp = now;
  };
}

/** @returns ends the watch */
export function keepWatch(io: Server, doors: Doors): () => void {
  const look = watchOver(io, doors);
  let looking = false;
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
