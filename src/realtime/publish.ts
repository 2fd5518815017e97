import type { Server } from 'socket.io';
import { actorOf } from '../auth/index.ts';
import { languageOf, type Doors } from '../platform/http.ts';
import { newId } from '../platform/ids.ts';
import { bell, factsAfter, lastCursor, type ToldFact } from '../platform/outbox.ts';
import type { Work } from '../platform/work.ts';
import { readStep, type Flow } from '../scans/index.ts';
import type { Caller } from './connect.ts';

export interface Publisher {
  stop(): Promise<void>;
}

/** News is rung at most this often: a busy floor would else send a packet a scan to every screen. */
const GAP_MS = 200;
/** How many facts are read at a time. */
const BATCH = 500;

/**
 * Follows the outbox by cursor and rings the rooms: `news {topic, cursor}` once a topic and batch. A fact that names a
 * device sends it its new step. Every process does so for its own sockets.
 */
export async function startPublisher(io: Server, doors: Doors): Promise<Publisher> {
  let cursor = await lastCursor(doors.db);
  let running: Promise<void> | undefined;
  let stopped = false;
  const pass = async () => {
    for (;;) {
      const facts = await factsAfter(doors.db, cursor, BATCH);
      if (facts.length === 0 || stopped) return;
      cursor = facts.at(-1)!.cursor;
      ring(io, facts);
      for (const fact of facts) await sendStep(io, doors, fact);
    }
  };
  let soon: NodeJS.Timeout | undefined;
  const run = () => {
    soon = undefined;
    running ??= pass()
      .catch((error: unknown) => doors.log.error({ err: error }, 'publisher'))
      .finally(() => {
        running = undefined;
      });
  };
  const wake = () => {
    soon ??= setTimeout(run, GAP_MS);
  };
  bell.on('told', wake);
  const timer = setInterval(wake, 1000);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(soon);
      bell.off('told', wake);
      await running;
    },
  };
}

function ring(io: Server, facts: ToldFact[]): void {
  const newest = new Map<string, { room: string; topic: string; cursor: string }>();
  for (const fact of facts) {
    for (const room of ['everything', ...roomsOf(fact)]) {
      newest.set(`${room} ${fact.kind}`, { room, topic: fact.kind, cursor: fact.cursor });
    }
  }
  for (const { room, topic, cursor } of newest.values()) {
    io.to([room, topicRoom(room, topic)]).emit('news', { topic, cursor });
  }
}

/** Where those stand who hear of one topic only: a packet to each of hundreds of handhelds costs more than its scan. */
export const topicRoom = (room: string, topic: string) => `${room} ${topic}`;

function roomsOf(fact: ToldFact): string[] {
  return [...(fact.siteId ? [`site:${fact.siteId}`] : []), ...(fact.sellerId ? [`seller:${fact.sellerId}`] : [])];
}

/** The floor changed a device's work, or that of somebody: the screen gets the step it stands at now. */
async function sendStep(io: Server, doors: Doors, fact: ToldFact): Promise<void> {
  const { deviceId: of, userId, flow } = fact.body as { deviceId?: string; userId?: string; flow?: Flow };
  if ((of ?? userId) === undefined || flow === undefined) return;
  const sockets = await io.in(of === undefined ? `user:${userId}` : `device:${of}`).fetchSockets();
  for (const socket of sockets) {
    const { token, deviceId } = socket.data as Pick<Caller, 'token' | 'deviceId'>;
    if (deviceId === undefined) continue;
    const actor = await actorOf(doors.db, token, doors.clock.now());
    if (actor === undefined) continue;
    const language = languageOf(socket.handshake.query['language'], actor.language);
    const seen = { ...actor, language, ip: socket.handshake.address };
    const work: Work = { tx: doors.db, actor: seen, at: doors.clock.now(), id: newId(), facts: [] };
    const step = await readStep(work, { flow, deviceId });
    if (!step.refused) socket.emit('step', step.value);
  }
}
