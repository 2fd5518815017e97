import type { BlockList } from 'node:net';
import { join } from 'node:path';
import type { Context, Middleware, Next } from 'koa';
import serve from 'koa-static';
import { seconds } from './clock.ts';
import type { Database } from './database.ts';
import { parkedFacts, registry } from './metrics.ts';
import { refuse } from './errors.ts';
import { isWithin } from './networks.ts';
import { openApiOf } from './openapi.ts';
import { countParked } from './parked/rows.ts';
import { addressOf } from './rateLimit.ts';
import type { Route } from './route.ts';
import { rows } from './sql.ts';

export interface HealthDeps {
  db: Database;
  stopping: () => boolean;
  trustedProxies: number;
  metricsFrom: BlockList;
}

export interface PagesDeps {
  routes: Route[];
  /** Holds console-app/ and scanner-app/ as built. */
  dist: string;
}

/**
 * What every process answers, also one that serves nothing else: whether it lives, whether it can work, and to those who may
 * know how a house is doing, its metrics.
 */
export function health(deps: HealthDeps): Middleware {
  const { db, stopping } = deps;
  const answers = shared(() => rows(db, 'SELECT 1').then(Boolean, () => false));
  const parked = shared(() => countParked(db).catch(() => undefined));
  return async (ctx: Context, next: Next) => {
    if (ctx.path === '/healthz') ctx.body = { ok: true };
    else if (ctx.path === '/readyz') ready(ctx, !stopping() && (await answers()));
    else if (ctx.path === '/metrics' && !mayMeasure(ctx, deps)) {
      // not kept as refusals are: nobody has to sign in or wait to ask
      const { code, message } = refuse('not_allowed', 'Metrics are told to the networks in METRICS_FROM').refusal;
      ctx.status = 403;
      ctx.body = { error: { code, message, requestId: ctx.state['requestId'] as string } };
    } else if (ctx.path === '/metrics') {
      await noteParked(parked);
      ctx.type = registry.contentType;
      ctx.body = await registry.metrics();
    } else await next();
  };
}

/** What somebody passed on whose word is not taken comes from nobody knows where, whatever machine he passes it on from. */
function mayMeasure({ req, headers }: Context, { trustedProxies, metricsFrom }: HealthDeps): boolean {
  const forwarded = headers['x-forwarded-for'];
  const isPassedOn = forwarded !== undefined || headers.forwarded !== undefined;
  if (trustedProxies === 0 && isPassedOn) return false;
  return isWithin(metricsFrom, addressOf(req.socket.remoteAddress, forwarded, trustedProxies));
}

/** What is not a verb: the description of the doors, and the two apps. */
export function pages(deps: PagesDeps): Middleware {
  // 0.2 s of processor time, which a start does not take for those who never ask
  let described: object | undefined;
  const description = () => (described ??= openApiOf(deps.routes));
  const consoleApp = serve(join(deps.dist, 'console-app'));
  const scannerApp = serve(join(deps.dist, 'scanner-app'));
  return async (ctx: Context, next: Next) => {
    if (ctx.status !== 404 || ctx.body !== undefined) await next();
    else if (ctx.path === '/openapi.json') ctx.body = description();
    else if (ctx.path === '/docs') {
      ctx.type = 'html';
      ctx.body = docsPage(deps.routes);
    } else if (ctx.path === '/scanner') ctx.redirect('/scanner/');
    else if (ctx.path.startsWith('/scanner/')) {
      ctx.path = ctx.path.slice('/scanner'.length);
      await scannerApp(ctx, next);
    } else if (!ctx.path.startsWith('/v1/')) await consoleApp(ctx, next);
    else await next();
  };
}

/** A question that anybody may have asked is answered to all who ask meanwhile; one that is late, only to those before. */
const LATE_S = 1;

function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let open: { answer: Promise<T>; since_s: number } | undefined;
  return () => {
    if (open === undefined || seconds() - open.since_s > LATE_S) {
      const asked = { answer: ask(), since_s: seconds() };
      const end = () => {
        if (open === asked) open = undefined;
      };
      asked.answer.then(end, end);
      open = asked;
    }
    return open.answer;
  };
}

/** Whoever scrapes does not wait for a database that is away or busy. */
const PATIENCE_MS = 500;

type Parked = Awaited<ReturnType<typeof countParked>>;

/** As of now, or as it was known last. */
async function noteParked(count: () => Promise<Parked | undefined>): Promise<void> {
  const late = new Promise<undefined>((rest) => setTimeout(() => rest(undefined), PATIENCE_MS).unref());
  const parked = await Promise.race([count(), late]);
  if (parked === undefined) return;
  parkedFacts.reset();
  for (const { consumer, waiting } of parked) parkedFacts.set({ consumer }, waiting);
}

function ready(ctx: Context, serving: boolean): void {
  ctx.status = serving ? 200 : 503;
  if (!serving) ctx.set('Retry-After', '2');
  ctx.body = { ready: serving };
}

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

/** The doors, readable: one line each, grouped by the first word of the path. */
export function docsPage(routes: Route[]): string {
  const groups = new Map<string, Route[]>();
  for (const door of routes) {
    const name = door.path.split('/')[2] ?? door.path.split('/')[1] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), door]);
  }
  const line = (door: Route) =>
    `<tr><td class="m ${door.method}">${door.method.toUpperCase()}</td><td><code>${escape(door.path)}</code></td>` +
    `<td>${escape(door.summary)}</td><td class="r">${door.roles === 'anyone' ? 'anyone' : door.roles.join(', ')}</td></tr>`;
  const sections = [...groups].map(
    ([name, doors]) => `<h2>${escape(name)}</h2><table>${doors.map(line).join('')}</table>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Daybreak API</title><meta name="viewport" content="width=device-width">
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
table{border-collapse:collapse;width:100%}td{padding:.35rem .6rem;border-top:1px solid #e4e8ee;vertical-align:top}
.m{font-weight:700;width:4.5rem}.get{color:#0b6b3a}.post{color:#8a4b00}.patch,.put{color:#5b3aa8}.delete{color:#a11}
.r{color:#5a6472;font-size:13px}h2{margin:2rem 0 .3rem}</style>
<h1>Daybreak API</h1><p>JSON over HTTP under <code>/v1</code>; the full description is <a href="/openapi.json">openapi.json</a>
(OpenAPI 3.1). Sign in at <code>POST /v1/sign-in</code> and send <code>Authorization: Bearer …</code>. Every POST and PATCH takes
<code>Idempotency-Key</code>. Refusals carry a stable <code>code</code>, the field, what was got and what is expected.</p>
${sections.join('\n')}</html>`;
}
