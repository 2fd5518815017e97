import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import type { Context } from 'koa';
import rawBody from 'raw-body';
import { recordAtDoor } from './answerErrors.ts';
import { checked, refuseUnkeepable } from './checked.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { refuse, RefusedError } from './errors.ts';
import type { Once } from './idempotency.ts';
import type { Log } from './log.ts';
import { performing, performingOnce } from './perform.ts';
import { addressOf, networkOf, takeOne, type Limits } from './rateLimit.ts';
import { Download, takesKeys, type Route } from './route.ts';
import type { Occasion } from './transact.ts';
import type { Telemetry } from './telemetry.ts';
import { system, type Actor } from './work.ts';

export interface Doors {
  db: Database;
  clock: Clock;
  log: Log;
  /** Who a bearer token belongs to, or nobody. */
  actorOf(token: string): Promise<Actor | undefined>;
  limits: Limits;
  /** How many proxies in front are trusted to tell whom they saw. */
  trustedProxies: number;
  telemetry: Telemetry;
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
    const perform = { any: performing(doors.db, door), once: performingOnce(doors.db, door) };
    const served = (ctx: Context) => serve(ctx, door, doors, perform);
    router[door.method](door.path, async (ctx: Context) =>
      door.body === 'bytes' ? served(ctx) : parseJson(ctx as never, () => served(ctx)),
    );
  }
  return router;
}

interface Perform {
  any: ReturnType<typeof performing>;
  once: ReturnType<typeof performingOnce>;
}

async function serve(ctx: Context, door: Route, doors: Doors, perform: Perform): Promise<void> {
  // what a door answers is for whoever asked: no browser keeps it on a device that others use
  ctx.set('Cache-Control', 'no-store');
  const address = addressOf(ctx.req.socket.remoteAddress, ctx.req.headers['x-forwarded-for'], doors.trustedProxies);
  const network = networkOf(address);
  takeOne(doors.limits.address, network);
  const actor = await admit(ctx, door, doors, address);
  if (actor.session !== undefined) {
    takeOne(doors.limits.token, actor.session);
    if (door.costly) takeOne(doors.limits.costly, actor.session);
  }
  const input = await readInput(ctx, door);
  // a list costs as many as it has, and is let through for one: else it never would be where a limit is below its length
  if (Array.isArray(input)) doors.limits.token?.charge(actor.session ?? '', input.length - 1);
  const open = door.roles === 'anyone' ? { open: true as const } : {};
  const occasion: Occasion = { actor, at: doors.clock.now(), id: ctx.state['requestId'] as string, ...open };
  if (door.guessed) takeOne(doors.limits.wrong, network);
  const key = takesKeys(door) ? ctx.get('idempotency-key') : '';
  const asked = { key, route: `${door.method} ${ctx.path}`, input, status: door.status ?? 200 };
  const outcome = await doors.telemetry.span(door.verb?.name || 'verb', {}, () =>
    key === '' ? perform.any(occasion, input) : perform.once(occasion, asked),
  );
  if (key !== '' && !outcome.refused) {
    const { replayed, status, answer, refusal } = outcome.value as Once;
    if (replayed) ctx.set('Idempotency-Replayed', 'true');
    ctx.status = status;
    ctx.body = withRequestId(answer, occasion.id);
    if (refusal !== undefined) await recordAtDoor(ctx, refusal, doors);
    else if (door.guessed) doors.limits.wrong?.giveBack(network);
    return;
  }
  if (door.guessed) {
    const code = outcome.refused ? outcome.refusal.code : 'done';
    doors.log.info({ requestId: occasion.id, path: door.path, code, ip: address }, 'sign-in');
  }
  if (outcome.refused) throw new RefusedError(outcome.refusal);
  if (door.guessed) doors.limits.wrong?.giveBack(network);
  send(ctx, outcome.value, outcome.status ?? door.status ?? 200);
}

function send(ctx: Context, value: unknown, status: number): void {
  ctx.status = status;
  if (value instanceof Download) {
    ctx.type = value.contentType;
    // a page shows what is a page or a picture; a list is for a program that is opened with it
    const shown = value.contentType.startsWith('text/csv') ? 'attachment' : 'inline';
    if (value.fileName !== undefined) ctx.attachment(value.fileName, { type: shown });
    if (value.next !== undefined) {
      const query = new URLSearchParams({ ...(ctx.query as Record<string, string>), cursor: value.next });
      ctx.set('Link', `<${ctx.path}?${query.toString()}>; rel="next"`);
    }
    ctx.body = value.bytes;
  } else {
    ctx.body = value ?? {};
  }
}

function withRequestId(answer: unknown, requestId: string): unknown {
  const error = (answer as { error?: object } | null)?.error;
  return error === undefined ? answer : { error: { ...error, requestId } };
}

async function admit(ctx: Context, door: Route, doors: Doors, ip: string): Promise<Actor> {
  const [scheme, token] = ctx.get('authorization').split(' ');
  const known = scheme?.toLowerCase() === 'bearer' && token ? await doors.actorOf(token) : undefined;
  const language = languageOf(ctx.get('accept-language'), known?.language ?? 'en');
  const actor = known && { ...known, language, ip };
  ctx.state['actor'] = actor;
  if (door.roles === 'anyone') {
    const language = ctx.acceptsLanguages('en', 'ko') === 'ko' ? 'ko' : 'en';
    return actor ?? { ...system, role: 'channel', login: 'anyone', sellerId: NOBODY, language, ip };
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
