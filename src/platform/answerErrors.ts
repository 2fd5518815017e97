import type { Context, Next } from 'koa';
import { databaseIsAway } from './away.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { notFound, refuse, RefusedError, toldOf, wasOvertaken, type Refusal } from './errors.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { recordRefusal } from './recordRefusal.ts';
import type { Telemetry } from './telemetry.ts';
import type { Actor } from './work.ts';

interface Doors {
  db: Database;
  clock: Clock;
  log: Log;
  telemetry: Telemetry;
}

/** What the next second may have changed by itself. */
const WORTH_REPEATING = new Set(['idempotency_in_progress', 'overtaken']);

/** Names every request, turns refusals into their answers and faults into a 500 that tells nothing but its id. */
export function answerErrors(doors: Doors) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const requestId = newId();
    ctx.state['requestId'] = requestId;
    ctx.set('X-Request-Id', requestId);
    await doors.telemetry.span(ctx.method, { id: requestId }, async () => {
      await answerSafely(ctx, next, doors);
      const route = String(ctx['_matchedRoute'] ?? 'page');
      const told = { 'http.request.method': ctx.method, 'http.route': route, 'http.response.status_code': ctx.status };
      doors.telemetry.note(told, `${ctx.method} ${route}`);
      doors.log.debug({ trace: requestId, method: ctx.method, route, status: ctx.status }, 'request');
    });
  };
}

async function answerSafely(ctx: Context, next: Next, doors: Doors): Promise<void> {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) {
      const absent = ctx.path.startsWith('/v1/') ? notFound('route') : undefined;
      if (absent !== undefined) answerRefusal(ctx, absent.refusal);
    } else if (ctx.status === 405 || ctx.status === 501) {
      answerRefusal(ctx, refuse('method_not_allowed', 'This address takes other methods', { status: 405 }).refusal);
    }
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) return answerFault(ctx, error, doors.log);
    if (refusal === OVERTAKEN) {
      // one is nothing; many are verbs that lock in different orders
      doors.log.warn({ err: error, requestId: ctx.state['requestId'] as string, path: ctx.path }, 'overtaken');
    }
    answerRefusal(ctx, refusal, doors.clock.now());
    await recordAtDoor(ctx, refusal, doors);
  }
}

/** Nothing was done, and the same request, under the same key, may be sent again. */
const OVERTAKEN = refuse('overtaken', 'Others are changing this; try again').refusal;

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof RefusedError) return error.refusal;
  return wasOvertaken(error) ? OVERTAKEN : undefined;
}

function answerRefusal(ctx: Context, refusal: Refusal, now?: Date): void {
  const { status } = refusal;
  ctx.status = status;
  if (WORTH_REPEATING.has(refusal.code)) ctx.set('Retry-After', '1');
  if (status === 429) ctx.set('Retry-After', retryAfter(refusal.expected, now));
  ctx.body = { error: { ...toldOf(refusal), requestId: ctx.state['requestId'] as string } };
}

/** In seconds: until the moment that is expected, or as many as are. */
function retryAfter(expected: unknown, now: Date | undefined): string {
  const wait_s =
    expected instanceof Date && now !== undefined ? (expected.getTime() - now.getTime()) / 1000 : undefined;
  return String(Math.max(1, Math.ceil(wait_s ?? (Number.parseInt(String(expected), 10) || 1))));
}

function answerFault(ctx: Context, error: unknown, log: Log): void {
  log.error({ err: error, requestId: ctx.state['requestId'] as string, path: ctx.path }, 'fault');
  ctx.status = databaseIsAway(error) ? 503 : 500;
  if (ctx.status === 503) ctx.set('Retry-After', '2');
  const [faultCode, message] =
    ctx.status === 503 ? ['unavailable', 'Try again in a moment'] : ['fault', 'Something went wrong here'];
  ctx.body = { error: { code: faultCode, message, requestId: ctx.state['requestId'] as string } };
}

/** What a door refused; an answer does not wait for a record that cannot be made. */
export async function recordAtDoor(ctx: Context, refusal: Refusal, doors: Doors): Promise<void> {
  const turned = {
    id: ctx.state['requestId'] as string,
    actor: ctx.state['actor'] as Actor | undefined,
    route: `${ctx.method} ${String(ctx['_matchedRoute'] ?? ctx.path)}`,
    refusal,
  };
  await recordRefusal(doors, turned).catch((error: unknown) => doors.log.error({ err: error }, 'refusal not recorded'));
}
