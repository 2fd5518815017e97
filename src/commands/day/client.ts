import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
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

/** A person's HTTP doors. Every POST carries a key of its own, so that a repeat after a lost answer has one effect. */
export interface Http {
  token: string;
  userId: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  bytes(path: string, bytes: Uint8Array, contentType: string): Promise<{ fileId: string }>;
}

const TRIES = 5;
const rest = (wait_ms: number) => new Promise((done) => setTimeout(done, wait_ms));

export function httpOf(url: string, token = '', userId = ''): Http {
  const askOnce = async (path: string, init: RequestInit): Promise<{ again: boolean; json: unknown }> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as { error?: { code?: string } };
    const again = response.status === 503 || json.error?.code === 'idempotency_in_progress';
    if (response.status >= 400 && !again) throw new Answered(`${init.method} ${path}`, response.status, json.error);
    return { again, json };
  };
  const ask = async (method: string, path: string, body?: string | Uint8Array, contentType = 'application/json') => {
    const headers: Record<string, string> = {};
    if (token !== '') headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = contentType;
    if (method === 'POST') headers['idempotency-key'] = randomUUID();
    for (let attempt = 1; ; attempt++) {
      try {
        const { again, json } = await askOnce(path, { method, headers, ...(body === undefined ? {} : { body }) });
        if (!again) return json;
        if (attempt >= TRIES) throw new Error(`${method} ${path}: no answer after ${TRIES} tries`);
      } catch (error) {
        if (error instanceof Answered || attempt >= TRIES) throw error;
      }
      await rest(200 * attempt);
    }
  };
  return {
    token,
    userId,
    get: <T>(path: string) => ask('GET', path) as Promise<T>,
    post: <T>(path: string, body: unknown = {}) => ask('POST', path, JSON.stringify(body)) as Promise<T>,
    bytes: (path, bytes, contentType) => ask('POST', path, bytes, contentType) as Promise<{ fileId: string }>,
  };
}

export async function signIn(url: string, login: string, password: string): Promise<Http> {
  const signed = await httpOf(url).post<{ token: string; user: { id: string } }>('/v1/sign-in', { login, password });
  return httpOf(url, signed.token, signed.user.id);
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
  url: string;
  http: Http;
  /** The site's time, for the device's clock. */
  now: () => Date;
  onNews: (topic: string) => void;
  /** Milliseconds from sending a scan to its answer. */
  onAnswer: (wait_ms: number, scan: Scan, answer: ScanAnswer) => void;
  /** Makes the device known before its socket connects. */
  enrol: (deviceId: string) => Promise<void>;
}

const ANSWER_MS = 20_000;

export async function openHandheld(deps: HandheldDeps): Promise<Handheld> {
  const { url, http } = deps;
  const deviceId = randomUUID();
  await deps.enrol(deviceId);
  const socket: Socket = io(url, { auth: { token: http.token, deviceId }, transports: ['websocket'], forceNew: true });
  await new Promise<void>((open, fail) => {
    socket.once('connect', open);
    socket.once('connect_error', fail);
  });
  socket.on('news', (news: { topic: string }) => deps.onNews(news.topic));
  let seq = 0;
  const send = async (scan: Scan): Promise<ScanAnswer> => {
    for (let attempt = 1; ; attempt++) {
      const sent = performance.now();
      try {
        const answer = (await socket.timeout(ANSWER_MS).emitWithAck('scan', scan)) as ScanAnswer;
        if (answer.ok || answer.refusal.code !== 'fault' || attempt >= TRIES) {
          deps.onAnswer(performance.now() - sent, scan, answer);
          return answer;
        }
      } catch (error) {
        if (attempt >= TRIES) throw error;
      }
      await rest(100 * attempt);
    }
  };
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
