import { language } from '../../scanner-app/words/language.ts';
import { acted } from './news.ts';
import { endSession, token } from './session.ts';

/** One thing wrong with what was sent, as the server names it. */
export interface Problem {
  code?: string;
  field: string;
  row?: number;
  got?: unknown;
  expected?: unknown;
}

interface Told {
  code: string;
  message: string;
  field?: string;
  got?: unknown;
  expected?: unknown;
  details?: unknown;
  requestId?: string;
}

/** The server said no, or broke: `status` tells which. */
export class Refused extends Error {
  readonly status: number;
  readonly told: Told;
  constructor(status: number, told: Told) {
    super(told.message);
    this.status = status;
    this.told = told;
  }
  get code(): string {
    return this.told.code;
  }
  /** All that is wrong, row by row, where the server listed it. */
  get problems(): Problem[] {
    return Array.isArray(this.told.details) ? (this.told.details as Problem[]).filter((one) => one?.field) : [];
  }
}

/** Nobody answered: no network, no server, or too late. */
export class Away extends Error {}

const patience_ms = 20_000;
/** Planning a city's routes takes the solver up to a minute, a whole night's wave half as long. */
const planning_ms = 90_000;
const isPlanning = (method: string, path: string): boolean =>
  path.startsWith('/v1/route-plans') || (method === 'POST' && path === '/v1/waves');

export const get = <T>(path: string): Promise<T> => call('GET', path).then((response) => response.json() as Promise<T>);

export async function getFile(path: string): Promise<Blob> {
  return (await call('GET', path)).blob();
}

/** A document of what is sent; nothing is changed by it. */
export async function postFile(path: string, json: unknown): Promise<Blob> {
  return (await call('POST', path, { json, key: newKey() })).blob();
}

/**
 * Sends one intention. Its key stays the same however often it has to be sent, so that an answer that was lost on the way
 * is asked for again without doing the thing twice. Throws `Refused` or `Away`.
 */
export const post = <T>(path: string, json: unknown = {}): Promise<T> => send('POST', path, json);
export const patch = <T>(path: string, json: unknown): Promise<T> => send('PATCH', path, json);

const tries = 3;
/** Sent, and changes nothing that anybody sees. */
const ASKING = /\/(weigh|plan-proposals|discard|load-plan|language|sign-in|sign-out)$/;

async function send<T>(method: 'POST' | 'PATCH', path: string, json: unknown): Promise<T> {
  const key = newKey();
  for (let turn = 1; ; turn += 1) {
    try {
      const response = await call(method, path, { json, key });
      const answer = (await response.json()) as T;
      if (!ASKING.test(path)) acted();
      return answer;
    } catch (error) {
      const isUnanswered =
        error instanceof Away || (error instanceof Refused && error.code === 'idempotency_in_progress');
      if (!isUnanswered || turn === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 600 * turn));
    }
  }
}

async function call(method: string, path: string, body?: { json: unknown; key: string }): Promise<Response> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), isPlanning(method, path) ? planning_ms : patience_ms);
  const pass = token.value;
  const headers: Record<string, string> = { 'accept-language': language.value };
  if (pass) headers['authorization'] = `Bearer ${pass}`;
  if (body) Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': body.key });
  try {
    const response = await fetch(path, {
      method,
      headers,
      signal: cut.signal,
      ...(body && { body: JSON.stringify(body.json) }),
    });
    if (response.ok) return response;
    throw refusedBy(response.status, await response.json().catch(() => null), pass);
  } catch (error) {
    throw error instanceof Refused ? error : new Away();
  } finally {
    clearTimeout(timer);
  }
}

function refusedBy(status: number, body: unknown, pass: string | undefined): Refused | Away {
  const told = (body as { error?: Told } | null)?.error;
  // A gateway between us and the server answers in HTML: that is nobody of ours answering.
  if (!told && status >= 502) return new Away();
  if (status === 401 && pass !== undefined && pass === token.value) endSession();
  return new Refused(status, told ?? { code: `http_${status}`, message: '' });
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
