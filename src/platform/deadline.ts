import type { Context, Next } from 'koa';
import type { Log } from './log.ts';

/** A plan of routes is solved for 60 s at most, and a statement runs as long; whatever takes longer hangs on a dead wire. */
export const LONGEST_MS = 120_000;

/** Nobody waits longer than this for an answer: what comes after it is for whoever asks again under the same key. */
export class LateError extends Error {
  override name = 'LateError';
}

export function answerInTime(limit_ms: number, log: Log) {
  return async (ctx: Context, next: Next): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new LateError(`no answer within ${limit_ms} ms`)), limit_ms);
    });
    const answer = next();
    // once it is late nobody else hears of its fault
    answer.catch((error: unknown) => {
      if (ctx.headerSent) log.error({ err: error, path: ctx.path }, 'fault after the answer');
    });
    try {
      await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
