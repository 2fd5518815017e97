import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { machineTime_ms } from './clock.ts';
import { newId, newSpanId } from './ids.ts';
import type { Log } from './log.ts';
import { spansDropped } from './metrics.ts';
import { Packet } from './packet.ts';

/** Where spans go, as OpenTelemetry names its variables. */
export interface Collector {
  /** http://collector:4318 */
  endpoint: string;
  serviceName: string;
  headers: Record<string, string>;
}

type Attributes = Record<string, string | number | boolean>;

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** OTLP: 1 internal, 2 server. */
  kind: 1 | 2;
  began_ms: number;
  ended_ms: number;
  attributes: Attributes;
  failed: boolean;
  statements: number;
}

export interface Telemetry {
  /** Runs something as a span: the first of a request or a scan under its own id, those inside below it. */
  span<T>(name: string, of: { id?: string; attributes?: Attributes }, run: () => Promise<T>): Promise<T>;
  /** What became of the span that runs now, and what it is called by then. */
  note(attributes: Attributes, name?: string): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** A batch is sent when it is full or this old. */
const BATCH = 512;
const EVERY_MS = 2000;
/** A collector that is away costs so many spans and no more memory. */
const MOST = 5000;
const PATIENCE_MS = 5000;

/** For who is not configured: runs, and nothing else. */
export const noTelemetry: Telemetry = {
  span: (_name, _of, run) => run(),
  note: () => undefined,
  stop: () => Promise.resolve(),
};

/**
 * Spans of requests and scans, of the verbs inside and how many statements each sent, to a collector as OTLP 1.x over HTTP in
 * JSON. A trace has the id of its request: `X-Request-Id` without its dashes, which stands in logs, outbox and refusals.
 */
export function startTelemetry(collector: Collector, log: Log): Telemetry {
  const running = new AsyncLocalStorage<Span>();
  let ended: Span[] = [];
  let sending: Promise<void> | undefined;
  const uncount = countStatements((statements) => {
    const span = running.getStore();
    if (span !== undefined) span.statements += statements;
  });
  const send = () => {
    if (sending !== undefined || ended.length === 0) return sending;
    const batch = ended.splice(0, BATCH);
    sending = post(collector, batch)
      .catch((error: unknown) => {
        spansDropped.inc(batch.length);
        log.warn({ err: (error as Error).message, spans: batch.length }, 'spans not taken');
      })
      .finally(() => {
        sending = undefined;
      });
    return sending;
  };
  const keep = (span: Span) => {
    if (ended.length >= MOST) return spansDropped.inc();
    ended.push(span);
    if (ended.length >= BATCH) void send();
  };
  const timer = setInterval(() => void send(), EVERY_MS);
  timer.unref();
  return {
    async span(name, { id, attributes = {} }, run) {
      const span = opened(name, running.getStore(), id, attributes);
      try {
        return await running.run(span, run);
      } catch (error) {
        span.failed = true;
        throw error;
      } finally {
        span.ended_ms = machineTime_ms();
        keep(span);
      }
    },
    note(attributes, name) {
      const span = running.getStore();
      if (span !== undefined)
        Object.assign(span, { attributes: { ...span.attributes, ...attributes }, name: name ?? span.name });
    },
    async stop() {
      clearInterval(timer);
      uncount();
      await sending;
      while (ended.length > 0) await send();
      ended = [];
    },
  };
}

/** At the driver, which every statement goes through. @returns ends the counting */
function countStatements(count: (statements: number) => void): () => void {
  const driver = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const { query } = driver;
  driver.query = function counted(...args) {
    count(args[0] instanceof Packet ? args[0].size : 1);
    return query.apply(this, args);
  };
  return () => {
    driver.query = query;
  };
}

function opened(name: string, parent: Span | undefined, id: string | undefined, attributes: Attributes): Span {
  const began_ms = machineTime_ms();
  const traceId = parent?.traceId ?? (id ?? newId()).replaceAll('-', '');
  const spanId = newSpanId();
  const below = parent === undefined ? { kind: 2 as const } : { kind: 1 as const, parentSpanId: parent.spanId };
  return { ...below, traceId, spanId, name, began_ms, ended_ms: began_ms, attributes, failed: false, statements: 0 };
}

async function post({ endpoint, serviceName, headers }: Collector, spans: Span[]): Promise<void> {
  const resource = { attributes: listed({ 'service.name': serviceName }) };
  const body = {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'daybreak' }, spans: spans.map(wired) }] }],
  };
  const response = await fetch(`${endpoint.replace(/\/$/, '')}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the collector answers ${response.status}`);
}

/** Nanoseconds since 1970 do not fit a double. */
const nanoseconds = (ms: number) => String(BigInt(Math.round(ms * 1000)) * 1000n);

function wired({ began_ms, ended_ms, attributes, failed, statements, ...span }: Span): object {
  return {
    ...span,
    startTimeUnixNano: nanoseconds(began_ms),
    endTimeUnixNano: nanoseconds(ended_ms),
    attributes: listed({ ...attributes, 'db.statements': statements }),
    status: failed ? { code: 2 } : {},
  };
}

const listed = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { intValue: String(Math.round(value)) },
  }));
