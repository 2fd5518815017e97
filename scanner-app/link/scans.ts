import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import { closeDoor } from './door.ts';
import { Refused, call } from './http.ts';
import { sentNow } from './sentNow.ts';
import { token } from './session.ts';
import { liveSocket } from './socket.ts';

/**
 * away: nobody answered, try later. closed: sign in or enrol first. fault: the server broke on this scan. overtaken: others were
 * in its way, as often as the server tried.
 */
export type Sent =
  | { kind: 'answered'; answer: ScanAnswer }
  | { kind: 'malformed'; code: string; message: string }
  | { kind: 'fault' }
  | { kind: 'overtaken' }
  | { kind: 'closed' }
  | { kind: 'away' };

const patience_ms = 6000;

/** Over the socket where it lives, else by its HTTP twin; the server applies (device, seq) once whichever came through. */
export async function sendScan(scan: Scan, pass: string): Promise<Sent> {
  const socket = pass === token.value ? liveSocket() : null;
  if (socket) {
    try {
      const answer: unknown = await socket.timeout(patience_ms).emitWithAck('scan', sentNow(scan));
      if (isAnswer(answer) && !isOfAnotherDevice(answer)) return read(answer, pass);
    } catch {
      // no acknowledgement in time: the same scan goes by HTTP now
    }
  }
  const [sent] = await post([scan], pass);
  return sent || { kind: 'away' };
}

/** What gathered without network goes up in one request, in order. Answers come in the same order, perhaps fewer. */
export async function sendScans(scans: Scan[], pass: string): Promise<Sent[]> {
  return post(scans, pass);
}

async function post(scans: Scan[], pass: string): Promise<Sent[]> {
  try {
    const body = await call<unknown>('POST', '/v1/scans', {
      json: scans.length === 1 ? sentNow(scans[0]!) : scans.map(sentNow),
      token: pass,
    });
    const answers = Array.isArray(body) ? body : [body];
    return answers.map((answer) => (isAnswer(answer) ? read(answer, pass) : { kind: 'fault' }));
  } catch (error) {
    return [error instanceof Refused ? judge(error, pass) : { kind: 'away' }];
  }
}

/** Not every "no" is a verdict on the scan: the server may have broken, or have shut us out. Then it waits. */
function read(answer: ScanAnswer, pass: string): Sent {
  if (answer.ok) return { kind: 'answered', answer };
  const { code } = answer.refusal;
  if (code === 'fault' || code === 'overtaken') return { kind: code };
  if (later.has(code)) return { kind: 'away' };
  if (isOld(code, pass)) return { kind: 'away' };
  return closeDoor(code) ? { kind: 'closed' } : { kind: 'answered', answer };
}

/** The socket was opened before the device's name changed; HTTP asks no socket. */
const isOfAnotherDevice = (answer: ScanAnswer): boolean => !answer.ok && answer.refusal.code === 'device_other';

const later = new Set(['idempotency_in_progress', 'too_many_requests', 'unavailable']);

/** Of a worker who has signed out meanwhile: it says nothing to the next. */
const isOld = (code: string, pass: string): boolean => code === 'not_signed_in' && pass !== token.value;

function judge({ status, code, message }: Refused, pass: string): Sent {
  if (isOld(status === 401 ? 'not_signed_in' : code, pass)) return { kind: 'away' };
  if (status === 401) return closeDoor('not_signed_in') ? { kind: 'closed' } : { kind: 'away' };
  if (closeDoor(code)) return { kind: 'closed' };
  if (status === 500) return { kind: 'fault' };
  if (code === 'overtaken') return { kind: 'overtaken' };
  // A status without our error body comes from something between us and the server.
  const isOurs = !code.startsWith('http_') || status === 413;
  if (status > 500 || status === 429 || later.has(code) || !isOurs) return { kind: 'away' };
  return { kind: 'malformed', code, message };
}

function isAnswer(value: unknown): value is ScanAnswer {
  const answer = value as Partial<ScanAnswer> | null;
  return typeof answer?.ok === 'boolean' && typeof answer.seq === 'number';
}
