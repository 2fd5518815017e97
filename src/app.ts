import { createServer, type Server as HttpServer } from 'node:http';
import type { BlockList } from 'node:net';
import { join } from 'node:path';
import Koa from 'koa';
import helmet from 'koa-helmet';
import { actorsOf } from './auth/index.ts';
import { modules } from './modules.ts';
import { answerErrors } from './platform/answerErrors.ts';
import type { Clock } from './platform/clock.ts';
import { together } from './platform/gather.ts';
import { usualPeriods, type Periods } from './platform/config.ts';
import type { Database } from './platform/database.ts';
import { answerInTime, LONGEST_MS } from './platform/deadline.ts';
import { buildRouter, type Doors } from './platform/http.ts';
import { startJobs, type Jobs } from './platform/jobs.ts';
import type { Log } from './platform/log.ts';
import { httpSeconds } from './platform/metrics.ts';
import { networksOf } from './platform/networks.ts';
import { parkedRoutes } from './platform/parked/routes.ts';
import { limitsOf, usualRates, type Limits } from './platform/rateLimit.ts';
import { startRelay, type Relay } from './platform/relay.ts';
import { retention } from './platform/retention.ts';
import { ringAfar } from './platform/ringAfar.ts';
import { health, pages } from './platform/pages.ts';
import { PROJECT } from './platform/program.ts';
import { noTelemetry, type Telemetry } from './platform/telemetry.ts';
import { openSockets, startPublisher } from './realtime/index.ts';

export interface AppDeps {
  db: Database;
  clock: Clock;
  log: Log;
  role?: 'web' | 'worker' | 'all';
  keep?: Periods;
  limits?: Limits;
  trustedProxies?: number;
  /** Who may ask for metrics; absent: the own machine alone. */
  metricsFrom?: BlockList;
  telemetry?: Telemetry;
  /** After this an answer is 503. */
  longest_ms?: number;
  /** Where the built apps lie. */
  dist?: string;
}

export interface App {
  http: HttpServer;
  relay: Relay | undefined;
  jobs: Jobs | undefined;
  stop(): Promise<void>;
}

const consumers = modules.flatMap((module) => module.consumers ?? []);
export const allRoutes = [...modules.flatMap((module) => module.routes), ...parkedRoutes(consumers)];

/** Koa, sockets, relay and jobs over one database; listening is the caller's. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { db, clock, log, role = 'all' } = deps;
  const doors: Doors = {
    db,
    clock,
    log,
    actorOf: together(async (tokens) => {
      const actors = await actorsOf(db, tokens, clock.now());
      return actors.map((actor) => () => actor);
    }),
    limits: deps.limits ?? limitsOf(usualRates),
    trustedProxies: deps.trustedProxies ?? 0,
    telemetry: deps.telemetry ?? noTelemetry,
  };
  const state = { stopping: false };
  const koa = new Koa();
  koa.use(timeRequests);
  koa.use(
    helmet({ contentSecurityPolicy: { directives: POLICY }, crossOriginOpenerPolicy: { policy: 'same-origin' } }),
  );
  koa.use(answerErrors(doors));
  koa.use(answerInTime(deps.longest_ms ?? LONGEST_MS, log));
  const { trustedProxies } = doors;
  const metricsFrom = deps.metricsFrom ?? networksOf('');
  koa.use(health({ db, stopping: () => state.stopping, trustedProxies, metricsFrom }));
  const serves = role !== 'worker';
  if (serves) {
    const router = buildRouter(allRoutes, doors);
    koa.use(router.routes()).use(router.allowedMethods());
    koa.use(pages({ routes: allRoutes, dist: deps.dist ?? join(PROJECT, 'dist') }));
  }
  const answer = koa.callback();
  const http = createServer((request, response) => void answer(request, response));
  http.keepAliveTimeout = KEPT_OPEN_MS;
  const farBell = ringAfar(db, log);
  const io = serves ? openSockets(http, doors) : undefined;
  const publisher = io && (await startPublisher(io, doors));
  const works = role !== 'web';
  const kept = modules.flatMap((module) => module.kept ?? []);
  const names = consumers.map(({ name }) => name);
  const rounds = [
    ...modules.flatMap((module) => module.jobs ?? []),
    ...retention(deps.keep ?? usualPeriods(), kept, names),
  ];
  const relay = works ? startRelay({ db, clock, log, consumers }) : undefined;
  const jobs = works ? startJobs(db, clock, log, rounds) : undefined;
  return {
    http,
    relay,
    jobs,
    async stop() {
      state.stopping = true;
      // those that are busy now end with their answer
      http.keepAliveTimeout = 1;
      await jobs?.stop();
      await relay?.stop();
      await publisher?.stop();
      await io?.close();
      await farBell.stop();
      await doors.telemetry.stop();
    },
  };
}

/** Longer than proxies and clients keep an idle connection: who closes first meets a request that is under way. */
const KEPT_OPEN_MS = 75_000;

const POLICY = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

async function timeRequests(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  const stop = httpSeconds.startTimer({ method: ctx.method });
  try {
    await next();
  } finally {
    stop({ route: String(ctx['_matchedRoute'] ?? 'page'), status: String(ctx.status) });
  }
}
