import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import type { Context, Next } from 'koa';
import rawBody from 'raw-body';
import type { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { notFound, refuse, RefusedError, type Outcome, type Refusal } from './errors.ts';
import { answerOnce } from './idempotency.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { refusals } from './metrics.ts';
import { needsTransaction, performing, unowned } from './perform.ts';
import { Download, type Route } from './route.ts';
import { change } from './sql.ts';
import type { Occasion } from './transact.ts';
import { system, type Actor, type Work } from './work.ts';

export interface Doors {
  db: Database;
  clock: Clock;
  log: Log;
  /** Who a bearer token belongs to, or nobody. */
  actorOf(token: string): Promise<Actor | undefined>;
  /** Called before a kept answer is opened that may show whom something is for. */
  recordReplay(work: Work, key: string): Promise<void>;
}

const LIMIT = '1mb';
const parseJson = bodyParser({
  enableTypes: ['json', 'form'],
  jsonLimit: LIMIT,
  formLimit: LIMIT,
  onError: (error) => {
    const tooLarge = (error as { type?: string }).type === 'entity.too.large';
    const refused = tooLarge
      ? refuse('body_too_large', 'The body is larger than 1 MB', { status: 413, expected: 'at most 1 MB' })
      : refuse('body_unreadable', 'The body is not readable JSON', { status: 400, field: 'body', expected: 'JSON' });
    throw new RefusedError(refused.refusal);
  },
});

/** All routes of all modules behind one router. */
export function buildRouter(routes: Route[], doors: Doors): Router {
  const router = new Router();
  for (const door of routes) {
    const perform = performing(doors.db, door);
    const served = (ctx: Context) => serve(ctx, door, doors, perform);
    router[door.method](door.path, async (ctx: Context) =>
      door.body === 'bytes' ? served(ctx) : parseJson(ctx as never, () => served(ctx)),
    );
  }
  return router;
}

async function serve(ctx: Context, door: Route, doors: Doors, perform: ReturnType<typeof performing>): Promise<void> {
  // what a door answers is for whoever asked: no browser keeps it on a device that others use
  ctx.set('Cache-Control', 'no-store');
  const actor = await admit(ctx, door, doors);
  const input = await readInput(ctx, door);
  const open = door.roles === 'anyone' ? { open: true as const } : {};
  const occasion: Occasion = { actor, at: doors.clock.now(), id: ctx.state['requestId'] as string, ...open };
  const key = ctx.get('idempotency-key');
  let outcome: Outcome<unknown>;
  if (door.method !== 'get' && key !== '' && door.roles !== 'anyone') {
    const replaying = (work: Work) => (door.records ? doors.recordReplay(work, key) : Promise.resolve());
    const asked = { key, route: `${door.method} ${ctx.path}`, input, status: door.status ?? 200, replaying };
    // a verb with transactions of its own runs beside the one that keeps its answer and holds off its twin
    const verb = door.verb as (work: Work, input: unknown) => Promise<Outcome<unknown>>;
    const owned = needsTransaction(door, occasion);
    const run = (work: Work) => verb(owned ? work : unowned(doors.db, occasion), input);
    const once = await answerOnce(doors.db, occasion, asked, run);
    if (once.replayed) ctx.set('Idempotency-Replayed', 'true');
    if (once.status !== undefined) {
      ctx.status = once.status;
      ctx.body = withRequestId(once.answer, occasion.id);
      return;
    }
    outcome = once.outcome;
  } else {
    outcome = await perform(occasion, input);
  }
  if (outcome.refused) throw new RefusedError(outcome.refusal);
  send(ctx, outcome.value, outcome.status ?? door.status ?? 200);
}

function send(ctx: Context, value: unknown, status: number): void {
  ctx.status = status;
  if (value instanceof Download) {
    ctx.type = value.contentType;
    if (value.fileName !== undefined) ctx.attachment(value.fileName, { type: 'inline' });
    ctx.body = value.bytes;
  } else {
    ctx.body = value ?? {};
  }
}

function withRequestId(answer: unknown, requestId: string): unknown {
  const error = (answer as { error?: object } | null)?.error;
  return error === undefined ? answer : { error: { ...error, requestId } };
}

async function admit(ctx: Context, door: Route, doors: Doors): Promise<Actor> {
  const [scheme, token] = ctx.get('authorization').split(' ');
  const known = scheme?.toLowerCase() === 'bearer' && token ? await doors.actorOf(token) : undefined;
  const language = languageOf(ctx.get('accept-language'), known?.language ?? 'en');
  const actor = known && { ...known, language, ip: ctx.ip };
  ctx.state['actor'] = actor;
  if (door.roles === 'anyone') {
    const language = ctx.acceptsLanguages('en', 'ko') === 'ko' ? 'ko' : 'en';
    return actor ?? { ...system, role: 'channel', login: 'anyone', sellerId: NOBODY, language };
  }
  if (actor === undefined) {
    throw new RefusedError(refuse('not_signed_in', 'Sign in first', { status: 401 }).refusal);
  }
  if (actor.role !== 'admin' && !door.roles.includes(actor.role)) {
    throw new RefusedError(
      refuse('not_allowed', 'Your role may not do this', { status: 403, got: actor.role, expected: door.roles })
        .refusal,
    );
  }
  return actor;
}

/** A screen that names one language gets it; what browsers send by themselves (en-US,en;q=0.9) leaves the account's. */
export function languageOf(asked: unknown, own: Actor['language']): Actor['language'] {
  return asked === 'ko' || asked === 'en' ? asked : own;
}

/** Owns nothing, so that an unsigned caller never passes a seller's wall. */
const NOBODY = '00000000-0000-7000-8000-000000000001';

async function readInput(ctx: Context, door: Route): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  const read = (shape: Route['params'], value: unknown, where: string) => {
    const shaped = checked(shape, value, where);
    if (door.anyText !== true) refuseUnkeepable(shaped, where);
    return shaped;
  };
  Object.assign(input, read(door.params, ctx['params'], 'path') ?? {});
  Object.assign(input, read(door.query, { ...ctx.query }, 'query') ?? {});
  if (door.body === 'bytes') {
    const bytes = await rawBody(ctx.req, { limit: LIMIT, length: ctx.length ?? null }).catch((error: unknown) => {
      const large = (error as { type?: string }).type === 'entity.too.large';
      if (!large) throw error;
      throw new RefusedError(refuse('body_too_large', 'The body is larger than 1 MB', { status: 413 }).refusal);
    });
    return { ...input, bytes, contentType: ctx.get('content-type') };
  }
  if (door.body !== undefined) {
    const body = read(door.body, (ctx.request as { body?: unknown }).body ?? {}, 'body');
    if (Array.isArray(body)) return body as unknown as Record<string, unknown>;
    Object.assign(input, body ?? {});
  }
  return input;
}

/** The value as its shape has it, or a refusal that lists every problem with field, got and expected. */
export function checked(shape: Route['params'], value: unknown, where: string): object | undefined {
  if (shape === undefined) return undefined;
  const parsed = shape.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data as object;
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue));
  const first = problems[0]!;
  throw new RefusedError(
    refuse('invalid', `${where} is not as expected: ${first.field || where}`.slice(0, 200), {
      status: 422,
      field: first.field || where,
      got: first.got,
      expected: first.expected,
      details: problems,
    }).refusal,
  );
}

/** U+0000, and halves of a surrogate pair: JSON carries them, PostgreSQL keeps neither in text nor in jsonb. */
const UNKEEPABLE = /\u0000|\p{Cs}/u;
/** A megabyte nests half a million lists; a worker thread and JSON.stringify give up at some thousands. */
const DEEPEST = 50;

/** Without recursion, since the shapes of vendors' clients let in whatever is sent. */
function refuseUnkeepable(value: unknown, where: string): void {
  const refused = (field: string, got: string, expected: string) =>
    new RefusedError(refuse('invalid', `${field} cannot be kept`, { status: 422, field, got, expected }).refusal);
  const waiting: [field: string, part: unknown, depth: number][] = [[where, value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [field, part, depth] = next;
    if (typeof part === 'string' && UNKEEPABLE.test(part)) {
      throw refused(field, 'a character that cannot be kept', 'text without U+0000');
    }
    if (typeof part !== 'object' || part === null || part instanceof Date) continue;
    if (depth > DEEPEST) throw refused(where, 'nested deeper', `at most ${DEEPEST} levels`);
    for (const [key, inner] of Object.entries(part)) waiting.push([key, inner, depth + 1]);
  }
}

interface Problem {
  field: string;
  got: unknown;
  expected: string;
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({
      field: [field, key].filter(Boolean).join('.').slice(0, 200),
      got: 'unknown field',
      expected: 'absent',
    }));
  }
  // zod tells what it received in the same breath; that is `got`
  const expected = /expected (.+), received /.exec(issue.message)?.[1] ?? issue.message;
  return [{ field, got: brief(issue.input), expected }];
}

/** What was got, short enough to be read back and without swallowing a body. */
function brief(value: unknown): unknown {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return value.slice(0, 100);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
}

/** Names every request, turns refusals into their answers and faults into a 500 that tells nothing but its id. */
export function answerErrors(doors: Doors) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const requestId = newId();
    ctx.state['requestId'] = requestId;
    ctx.set('X-Request-Id', requestId);
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        const absent = ctx.path.startsWith('/v1/') ? notFound('route') : undefined;
        if (absent !== undefined) answerRefusal(ctx, absent.refusal);
      } else if (ctx.status === 405 || ctx.status === 501) {
        answerRefusal(ctx, refuse('method_not_allowed', 'This address takes other methods', { status: 405 }).refusal);
      }
    } catch (error) {
      if (error instanceof RefusedError) {
        refusals.inc({ code: error.refusal.code });
        answerRefusal(ctx, error.refusal);
        await recordRefusal(ctx, error.refusal, doors);
      } else {
        answerFault(ctx, error, doors.log);
      }
    }
  };
}

function answerRefusal(ctx: Context, refusal: Refusal): void {
  const { status, ...rest } = refusal;
  ctx.status = status;
  if (status === 409 && refusal.code === 'idempotency_in_progress') ctx.set('Retry-After', '1');
  ctx.body = { error: { ...rest, requestId: ctx.state['requestId'] as string } };
}

function answerFault(ctx: Context, error: unknown, log: Log): void {
  const code = (error as { code?: string }).code;
  log.error({ err: error, requestId: ctx.state['requestId'] as string, path: ctx.path }, 'fault');
  const away = code !== undefined && /^(57P0\d|08\w{3}|53\w{3}|ECONNREFUSED|ECONNRESET)$/.test(code);
  const full = (error as Error).name === 'KnexTimeoutError';
  ctx.status = away || full ? 503 : 500;
  if (ctx.status === 503) ctx.set('Retry-After', '2');
  const [faultCode, message] =
    ctx.status === 503 ? ['unavailable', 'Try again in a moment'] : ['fault', 'Something went wrong here'];
  ctx.body = { error: { code: faultCode, message, requestId: ctx.state['requestId'] as string } };
}

async function recordRefusal(ctx: Context, refusal: Refusal, doors: Doors): Promise<void> {
  const actor = ctx.state['actor'] as Actor | undefined;
  if (actor === undefined) return;
  await change(
    doors.db,
    `INSERT INTO refused_request (id, actor_id, route, code, field, at)
     VALUES (:id, :actor, :route, :code, :field, :at)`,
    {
      id: ctx.state['requestId'],
      actor: actor.userId,
      route: `${ctx.method} ${String(ctx['_matchedRoute'] ?? ctx.path)}`.slice(0, 200),
      code: refusal.code,
      field: refusal.field?.slice(0, 200),
      at: doors.clock.now(),
    },
  ).catch((error: unknown) => doors.log.error({ err: error }, 'refusal not recorded'));
}
