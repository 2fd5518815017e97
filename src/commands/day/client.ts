import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Scan, ScanAnswer, Step } from '../../scans/step.shared.ts';

/** An HTTP answer of 400 and above. */
export class Answered extends Error {
  override name = 'Answered';
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  constructor(what: string, status: number, error: { code?: string; message?: string; details?: unknown } | undefined) {
    const details = JSON.stringify(error?.details ?? '').slice(0, 300);
    super(`${what}: ${status} ${error?.code ?? ''} ${error?.message ?? ''} ${details}`);
    this.status = status;
    this.code = error?.code ?? 'unknown';
    this.details = error?.details;
  }
}

/** Hears what goes over the wire: a storm strikes while something is under way, and its report counts what came again. */
export interface Wiretap {
  sent(): void;
  answered(): void;
  /** What got no answer is sent again, under the key or number it had; told once for each. */
  repeated(what: 'request' | 'scan'): void;
}

/** Where the app is reached. */
export interface Wire {
  url: string;
  tap?: Wiretap;
}

/** A person's HTTP doors. Every POST carries a key of its own, so that a repeat after a lost answer has one effect. */
export interface Http {
  token: string;
  userId: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  bytes(path: string, bytes: Uint8Array, contentType: string): Promise<{ fileId: string }>;
}

/** An app that was killed is back in some seconds; a database recovers in some more. */
const PATIENCE_MS = 60_000;
const LONGEST_REST_MS = 1000;

/** Tries until there is an answer: `once` gives nothing, or throws, where it has to be asked again. */
async function persist<T>(what: 'request' | 'scan', tap: Wiretap | undefined, once: () => Promise<T | undefined>) {
  const began = performance.now();
  for (let attempt = 1; ; attempt++) {
    let fault: unknown;
    tap?.sent();
    try {
      const answer = await once();
      if (answer !== undefined) return answer;
      fault = new Error('the app asked again and again for patience');
    } catch (error) {
      if (error instanceof Answered) throw error;
      fault = error;
    } finally {
      tap?.answered();
    }
    if (performance.now() - began > PATIENCE_MS) throw fault;
    if (attempt === 1) tap?.repeated(what);
    await new Promise((done) => setTimeout(done, Math.min(100 * attempt, LONGEST_REST_MS)));
  }
}

export function httpOf(wire: Wire, token = '', userId = ''): Http {
  const askOnce = async (path: string, init: RequestInit): Promise<{ json: unknown } | undefined> => {
    const response = await fetch(wire.url + path, init);
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as { error?: { code?: string } };
    if (response.status === 503 || json.error?.code === 'idempotency_in_progress') return undefined;
    if (response.status >= 400) throw new Answered(`${init.method} ${path}`, response.status, json.error);
    return { json };
  };
  const ask = async (method: string, path: string, body?: string | Uint8Array, contentType = 'application/json') => {
    const headers: Record<string, string> = {};
    if (token !== '') headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = contentType;
    if (method === 'POST') headers['idempotency-key'] = randomUUID();
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    return (await persist('request', wire.tap, () => askOnce(path, init))).json;
  };
  return {
    token,
    userId,
    get: <T>(path: string) => ask('GET', path) as Promise<T>,
    post: <T>(path: string, body: unknown = {}) => ask('POST', path, JSON.stringify(body)) as Promise<T>,
    bytes: (path, bytes, contentType) => ask('POST', path, bytes, contentType) as Promise<{ fileId: string }>,
  };
}

export async function signIn(wire: Wire, login: string, password: string): Promise<Http> {
  const signed = await httpOf(wire).post<{ token: string; user: { id: string } }>('/v1/sign-in', { login, password });
  return httpOf(wire, signed.token, signed.user.id);
}

/** A handheld: a socket with numbered scans; what is not answered in time is sent again under its number. */
export interface Handheld {
  deviceId: string;
  http: Http;
  step(flow: Scan['flow']): Promise<Step>;
  scan(flow: Scan['flow'], code: string, more?: Partial<Scan>): Promise<ScanAnswer>;
  close(): void;
}

export interface HandheldDeps {
  wire: Wire;
  http: Http;
  /** The site's time, for the device's clock. */
  now: () => Date;
  /** The news that its person waits for. */
  topics: string[];
  onNews: (topic: string) => void;
  /** Milliseconds from sending a scan to its answer. */
  onAnswer: (wait_ms: number, scan: Scan, answer: ScanAnswer) => void;
  /** Makes the device known before its socket connects. */
  enrol: (deviceId: string) => Promise<void>;
}

const ANSWER_MS = 20_000;

export async function openHandheld(deps: HandheldDeps): Promise<Handheld> {
  const { wire, http } = deps;
  const deviceId = randomUUID();
  await deps.enrol(deviceId);
  const auth = { token: http.token, deviceId, topics: deps.topics };
  const socket = io(wire.url, { auth, transports: ['websocket'], forceNew: true, reconnectionDelayMax: 1000 });
  await new Promise<void>((open, fail) => {
    socket.once('connect', open);
    socket.once('connect_error', fail);
  });
  // turned away while the database was gone: the client tries again by itself only where nobody answers
  socket.on('connect_error', () => {
    if (!socket.active) setTimeout(() => socket.connect(), 500);
  });
  socket.on('news', (news: { topic: string }) => deps.onNews(news.topic));
  let seq = 0;
  const send = (scan: Scan): Promise<ScanAnswer> =>
    persist('scan', wire.tap, async () => {
      const sent = performance.now();
      const answer = (await socket.timeout(ANSWER_MS).emitWithAck('scan', scan)) as ScanAnswer;
      if (!answer.ok && ['fault', 'unavailable'].includes(answer.refusal.code)) return undefined;
      deps.onAnswer(performance.now() - sent, scan, answer);
      return answer;
    });
  return {
    deviceId,
    http,
    step: (flow) => http.get<Step>(`/v1/step?flow=${flow}&deviceId=${deviceId}`),
    scan(flow, code, more = {}) {
      seq += 1;
      return send({ deviceId, seq, at: deps.now().toISOString(), code, source: 'wedge', flow, ...more });
    },
    close: () => void socket.close(),
  };
}
