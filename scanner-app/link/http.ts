import { language } from '../words/language.ts';

/** The server said no, or broke: `status` tells which. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  /** What else the server says of it: how many tries are left, until when to wait. */
  readonly more: { expected?: unknown; details?: unknown };
  constructor(status: number, code: string, message: string, more: Refused['more'] = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** Nobody answered: no network, no server, or too late. */
export class Away extends Error {}

export interface Request {
  json?: unknown;
  file?: Blob;
  token?: string | undefined;
}

const patience_ms = 10_000;

/** One HTTP request. Throws `Refused` or `Away`. */
export async function call<T>(method: 'GET' | 'POST', path: string, request: Request = {}): Promise<T> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), patience_ms);
  try {
    const response = await fetch(path, { method, signal: cut.signal, ...shape(request) });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw refusedBy(response.status, body);
    return body as T;
  } catch (error) {
    throw error instanceof Refused ? error : new Away();
  } finally {
    clearTimeout(timer);
  }
}

function shape({ json, file, token }: Request): { headers: Record<string, string>; body?: Blob | string } {
  const headers: Record<string, string> = { 'accept-language': language.value };
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (file) return { headers: { ...headers, 'content-type': file.type }, body: file };
  if (json === undefined) return { headers };
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
}

function refusedBy(status: number, body: unknown): Refused {
  type Told = { code?: string; message?: string; expected?: unknown; details?: unknown };
  const error = (body as { error?: Told } | null)?.error;
  // A gateway between us and the server answers in HTML: that is nobody of ours answering.
  if (!error && status >= 502) throw new Away();
  return new Refused(status, error?.code || `http_${status}`, error?.message || '', error || {});
}
