import { seconds, type Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Refusal } from './errors.ts';
import { newId } from './ids.ts';
import { refusals } from './metrics.ts';
import { change } from './sql.ts';
import type { Actor } from './work.ts';

/** A request, a scan or a handshake that was refused. */
export interface Turned {
  id: string;
  /** Nobody: who asked is not known. */
  actor: Actor | undefined;
  route: string;
  refusal: Pick<Refusal, 'code' | 'field' | 'subject'>;
}

interface Recorder {
  db: Database;
  clock: Pick<Clock, 'now'>;
}

/** Counts a refusal and keeps it with its reason, where somebody is known to have asked. */
export async function recordRefusal({ db, clock }: Recorder, { id, actor, route, refusal }: Turned): Promise<void> {
  refusals.inc({ code: refusal.code });
  // a flood that is turned away writes nothing
  if (actor === undefined || refusal.code === 'too_many_requests') return;
  await change(
    db,
    `INSERT INTO refused_request (id, actor_id, route, code, field, subject, at)
     VALUES (:id, :actor, :route, :code, :field, :subject::uuid, :at)`,
    {
      id,
      actor: actor.userId,
      route: route.slice(0, 200),
      code: refusal.code,
      field: refusal.field?.slice(0, 200),
      subject: refusal.subject,
      at: clock.now(),
    },
  );
}

/** The same refusal of the same person, where a handheld asks again by itself: each is counted, one a minute is kept. */
const EVERY_S = 60;
/** People and codes that are remembered; behind them it begins anew. */
const MOST = 10_000;
const keptAt_s = new Map<string, number>();

function isKept(key: string): boolean {
  const now_s = seconds();
  if (now_s - (keptAt_s.get(key) ?? Number.NEGATIVE_INFINITY) < EVERY_S) return true;
  if (keptAt_s.size >= MOST) keptAt_s.clear();
  keptAt_s.set(key, now_s);
  return false;
}

/** Of a socket, or of one scan of a list. */
export async function recordTurnedAway(doors: Recorder, turned: Omit<Turned, 'id'>): Promise<void> {
  const { actor, route, refusal } = turned;
  const key = actor && `${actor.userId} ${route} ${refusal.code}`;
  if (key === undefined || isKept(key)) {
    refusals.inc({ code: refusal.code });
    return;
  }
  try {
    await recordRefusal(doors, { ...turned, id: newId() });
  } catch (error) {
    keptAt_s.delete(key);
    throw error;
  }
}
