import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import { closeDoor } from './door.ts';
import { Refused, call } from './http.ts';
import { token } from './session.ts';
import { liveSocket } from './socket.ts';

/** away: nobody answered, try later. closed: sign in or enrol first. fault: the server broke on this scan. */
export type Sent =
  | { kind: 'answered'; answer: ScanAnswer }
  | { kind: 'malformed'; code: string; message: string }
  | { kind: 'fault' }
  | { kind: 'closed' }
  | { kind: 'away' };

const patience_ms = 6000;

/** Over the socket where it lives, else by its HTTP twin; the server applies (device, seq) once whichever came through. */
export async function sendScan(scan: Scan): Promise<Sent> {
  const socket = liveSocket();
  if (socket) {
    try {
      const answer: unknown = await socket.timeout(patience_ms).emitWithAck('scan', scan);
      if (isAnswer(answer)) return { kind: 'answered', answer };
    } catch {
      // no acknowledgement in time: the same scan goes by HTTP now
    }
  }
  const [sent] = await post([scan]);
  return sent || { kind: 'away' };
}

/** What gathered without network goes up in one request, in order. Answers come in the same order, perhaps fewer. */
export async function sendScans(scans: Scan[]): Promise<Sent[]> {
  return post(scans);
}

async function post(scans: Scan[]): Promise<Sent[]> {
  try {
    const body = await call<unknown>('POST', '/v1/scans', {
      json: scans.length === 1 ? scans[0] : scans,
      token: token.value,
    });
    const answers = Array.isArray(body) ? body : [body];
    return answers.map((answer) => (isAnswer(answer) ? { kind: 'answered', answer } : { kind: 'fault' }));
  } catch (error) {
    return [error instanceof Refused ? judge(error) : { kind: 'away' }];
  }
}

function judge({ status, code, message }: Refused): Sent {
  if (status === 401) return (closeDoor('token'), { kind: 'closed' });
  if (status === 403) return closeDoor(code) ? { kind: 'closed' } : { kind: 'malformed', code, message };
  if (status === 400 || status === 413 || status === 422) return { kind: 'malformed', code, message };
  return status === 500 ? { kind: 'fault' } : { kind: 'away' };
}

function isAnswer(value: unknown): value is ScanAnswer {
  const answer = value as Partial<ScanAnswer> | null;
  return typeof answer?.ok === 'boolean' && typeof answer.seq === 'number';
}
