import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { admitDevice } from '../auth/index.ts';
import { databaseIsAway } from '../platform/away.ts';
import { composed } from '../platform/checked.ts';
import { refuse, wasOvertaken, type Refusal } from '../platform/errors.ts';
import { languageOf, type Doors } from '../platform/http.ts';
import { addressOf, networkOf, tooMany } from '../platform/rateLimit.ts';
import { newId } from '../platform/ids.ts';
import { refusals, scanSeconds } from '../platform/metrics.ts';
import { recordTurnedAway } from '../platform/recordRefusal.ts';
import { transact, wallOf } from '../platform/transact.ts';
import type { Actor } from '../platform/work.ts';
import { seconds } from '../platform/clock.ts';
import { accept, Scan, type ScanAnswer } from '../scans/index.ts';
import { keepWatch } from './keepWatch.ts';
import { topicRoom } from './publish.ts';
import { Topics } from './schema.ts';

/** Who stands behind a socket: known from the handshake on, and asked again whenever it comes back. */
export interface Caller {
  actor: Actor;
  deviceId: string | undefined;
  token: string;
  /** The news that it asked for; absent: all of its rooms. */
  topics: string[] | undefined;
  /** When the database was last asked who this is. */
  askedAt_s: number;
  /** When it last said that he would still be let in as the same. */
  stoodAt_s: number;
}

/** Sockets for handhelds and screens. They carry scans, acknowledgements and news; no promise rests on them. */
export function openSockets(http: HttpServer, doors: Doors): Server {
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, maxHttpBufferSize: 1 << 20 });
  io.use((socket, next) => {
    admit(socket, doors).then(
      () => next(),
      (error: Error) => next(error),
    );
  });
  io.on('connection', (socket) => {
    const { actor, deviceId, topics } = socket.data as Caller;
    const heard = newsRoomsOf(actor).flatMap((room) => topics?.map((topic) => topicRoom(room, topic)) ?? [room]);
    const own = [`user:${actor.userId}`, ...(deviceId === undefined ? [] : [`device:${deviceId}`])];
    void socket.join([...own, ...heard]);
    socket.on('scan', (scan: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return;
      const acknowledge = answer as (verdict: ScanAnswer) => void;
      const id = newId();
      void doors.telemetry.span('scan', { id }, () => acceptFrom(socket, scan, doors, id)).then(acknowledge);
    });
  });
  const unwatch = keepWatch(io, doors);
  http.once('close', unwatch);
  return io;
}

/** Rooms: a site's staff, a seller. News goes to rooms only, so that no tenant hears another's. */
function newsRoomsOf(actor: Actor): string[] {
  if (actor.sellerId !== undefined) return [`seller:${actor.sellerId}`];
  if (actor.role === 'admin') return ['everything'];
  return actor.siteIds.map((siteId) => `site:${siteId}`);
}

async function admit(socket: Socket, doors: Doors): Promise<void> {
  const ip = ipOf(socket, doors);
  if ((doors.limits.address?.take(networkOf(ip)) ?? 0) > 0)
    throw await notLetIn(doors, undefined, { code: 'too_many_requests' });
  const { token, deviceId, topics } = socket.handshake.auth as Record<'token' | 'deviceId' | 'topics', unknown>;
  const known = typeof token === 'string' ? await doors.actorOf(token) : undefined;
  if (known === undefined) throw await notLetIn(doors, undefined, { code: 'not_signed_in' });
  const actor = { ...known, ip };
  const device = typeof deviceId === 'string' && deviceId.length > 0 && deviceId.length <= 64 ? deviceId : undefined;
  if (device !== undefined) {
    const occasion = { actor, at: doors.clock.now(), id: newId() };
    // handhelds are nothing to sellers, in the database, too
    if (wallOf(occasion) !== undefined) throw await notLetIn(doors, actor, { code: 'not_allowed' });
    const admitted = await transact(doors.db, occasion, (work) => admitDevice(work, device));
    if (admitted.refused) throw await notLetIn(doors, actor, admitted.refusal);
  }
  const heard = Topics.safeParse(topics);
  if (!heard.success) throw await notLetIn(doors, actor, { code: 'invalid', field: 'topics' });
  const now_s = seconds();
  socket.data = {
    actor,
    deviceId: device,
    token: token as string,
    topics: heard.data,
    askedAt_s: now_s,
    stoodAt_s: now_s,
  } satisfies Caller;
}

/** What a client reads of a refused handshake is its code. */
async function notLetIn(doors: Doors, actor: Actor | undefined, refusal: Pick<Refusal, 'code' | 'field'>) {
  await record(doors, { actor, route: 'SOCKET connect', refusal });
  return new Error(refusal.code);
}

const record = (doors: Doors, turned: Parameters<typeof recordTurnedAway>[1]): Promise<void> =>
  recordTurnedAway(doors, turned).catch((error: unknown) => doors.log.error({ err: error }, 'refusal not recorded'));

const ipOf = ({ handshake }: Socket, { trustedProxies }: Doors) =>
  addressOf(handshake.address, handshake.headers['x-forwarded-for'], trustedProxies);

/**
 * A blocked account's socket scans for as long more at most. The watch over all sockets looks more often than that: a query
 * for each device twice a second would cost as much as a tenth of its scans.
 */
const TRUST_S = 0.75;
/** A language that is set in another place, and that the session is in use, may come as late. */
const KNOWN_S = 5;

async function callerOf(socket: Socket, doors: Doors): Promise<Actor | undefined> {
  const caller = socket.data as Caller;
  const now_s = seconds();
  if (now_s - caller.stoodAt_s < TRUST_S && now_s - caller.askedAt_s < KNOWN_S) return caller.actor;
  const known = await doors.actorOf(caller.token);
  if (known === undefined) return undefined;
  const actor = { ...known, ip: ipOf(socket, doors) };
  Object.assign(caller, { actor, askedAt_s: now_s, stoodAt_s: now_s });
  return actor;
}

/** Of a scan that no scan is kept of. */
async function turnAway(
  doors: Doors,
  actor: Actor | undefined,
  seq: number,
  refusal: Omit<Refusal, 'status'>,
): Promise<ScanAnswer> {
  await record(doors, { actor, route: 'SOCKET scan', refusal });
  const { code, message } = refusal;
  return { ok: false, seq, refusal: { code, message } };
}

const ofAnother = () => refuse('device_other', 'This socket belongs to another device', { field: 'deviceId' }).refusal;

/** Validates, accepts and answers one scan; a fault is answered as one, so that the device tries again later. */
async function acceptFrom(socket: Socket, scan: unknown, doors: Doors, id: string): Promise<ScanAnswer> {
  const { deviceId, actor: opener } = socket.data as Caller;
  const parsed = Scan.safeParse(composed(scan));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.') || 'scan';
    const message = `${field} is not as expected`.slice(0, 200);
    const seq = (scan as { seq?: unknown } | null)?.seq;
    const of = typeof seq === 'number' && Number.isInteger(seq) ? seq : 0;
    return turnAway(doors, opener, of, { code: 'invalid', message, field });
  }
  const { seq, flow } = parsed.data;
  const stop = scanSeconds.startTimer({ flow });
  try {
    const actor = await callerOf(socket, doors);
    if (actor === undefined) {
      socket.disconnect(true);
      return await turnAway(doors, undefined, seq, { code: 'not_signed_in', message: 'Sign in first' });
    }
    const wait_s = doors.limits.token?.take(actor.session ?? '') ?? 0;
    if (wait_s > 0) return await turnAway(doors, actor, seq, tooMany(wait_s).refusal);
    if (parsed.data.deviceId !== deviceId) return await turnAway(doors, actor, seq, ofAnother());
    const language = languageOf(socket.handshake.query['language'], actor.language);
    const occasion = { actor: { ...actor, language }, at: doors.clock.now(), id };
    const outcome = await doors.telemetry.span('accept', {}, () => accept(doors.db, occasion, parsed.data));
    const answer = outcome.refused ? await turnAway(doors, actor, seq, outcome.refusal) : outcome.value;
    if (!outcome.refused && !answer.ok) refusals.inc({ code: answer.refusal.code });
    doors.telemetry.note({ flow, ok: answer.ok }, `scan ${flow}`);
    const code = answer.ok ? 'done' : answer.refusal.code;
    doors.log.debug({ trace: id, deviceId, seq, flow, code, replayed: answer.replayed === true }, 'scan');
    return answer;
  } catch (error) {
    doors.log.error({ err: error, requestId: id, deviceId, seq }, 'scan failed');
    // an absent database is not held against the scan: the device waits; the others it tries so often and no oftener
    const code = databaseIsAway(error) ? 'unavailable' : wasOvertaken(error) ? 'overtaken' : 'fault';
    return { ok: false, seq, refusal: { code, message: 'Try again in a moment' } };
  } finally {
    stop();
  }
}
