import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runAudit } from '../../src/commands/audit/run.ts';
import { answerErrors } from '../../src/platform/answerErrors.ts';
import { done } from '../../src/platform/errors.ts';
import { buildRouter, type Doors } from '../../src/platform/http.ts';
import { makeLog } from '../../src/platform/log.ts';
import { limitsOf, usualRates } from '../../src/platform/rateLimit.ts';
import { route } from '../../src/platform/route.ts';
import { noTelemetry } from '../../src/platform/telemetry.ts';
import { dayDatabase } from '../support/dayTemplate.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { lengthOf, noteReached, seed } from '../storms/size.ts';
import { fuzz, type Fuzzed } from './fuzz/fuzz.ts';
import { knownValues, people } from './fuzz/fuzzFloor.ts';

/** At each door: every kind of request. */
const PER_DOOR = lengthOf(11, 5000);
const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed;
};

let server: TestServer;
let fuzzed: Fuzzed;
let grown: number;

beforeAll(async () => {
  server = await startServer(new Date('2026-11-22T00:00:00Z'), await dayDatabase());
  const known = await knownValues(server);
  const tokenFor = await people(server, String(known.get('sellerId')![0]));
  const order = { url: server.url, known, today: server.clock.now(), tokenFor, settle: server.settle };
  await fuzz({ ...order, seed: seed + 1, perDoor: 1 });
  const before = heap();
  // of this process, in which those who ask are, too
  const loop = monitorEventLoopDelay();
  loop.enable();
  fuzzed = await fuzz({ ...order, seed, perDoor: PER_DOOR });
  loop.disable();
  grown = heap() - before;
  const loop_p99_ms = Math.ceil(loop.percentile(99) / 1e6);
  noteReached('fuzz', { asked: fuzzed.asked, ...fuzzed.kinds, ...fuzzed.statuses, loop_p99_ms });
  console.log(
    `fuzz: SEED=${seed} ${JSON.stringify({ asked: fuzzed.asked, ...fuzzed.kinds, ...fuzzed.statuses, grown_MB: Math.round(grown / MB) })}`,
  );
}, 3600_000);
afterAll(() => server.close());

describe('every door, asked what its shape lets in, what nearly is that, and what is meant to break it', () => {
  it('answers no fault, nothing off its schema, and takes nothing that its schema refuses', () => {
    expect(fuzzed.findings.slice(0, 40)).toEqual([]);
  });

  it('was reached by every kind of request, did some of it and refused the rest', () => {
    const kinds = ['valid', 'near', 'strange', 'bait', 'extra', 'hostile', 'query', 'path', '10 MB'];
    for (const kind of kinds) expect([kind, fuzzed.kinds[kind] ?? 0]).not.toEqual([kind, 0]);
    expect(fuzzed.statuses['2xx']).toBeGreaterThan(fuzzed.asked / 20);
    expect(fuzzed.statuses['4xx']).toBeGreaterThan(fuzzed.asked / 4);
  });

  it('keeps no memory of it', () => {
    expect(grown / MB).toBeLessThan(100);
  });

  it('leaves books that hold', async () => {
    const { invariants } = await runAudit(server.db);
    expect(invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
  });
});

/** Doors as their authors should not have made them. */
const broken = [
  route({
    method: 'post',
    path: '/v1/thrown',
    summary: 'Faults where a text is longer than expected',
    roles: 'anyone',
    body: z.strictObject({ text: z.string() }),
    answer: z.object({}),
    verb: (_, { text }) => (text.length > 6 ? Promise.reject(new Error('too long')) : Promise.resolve(done({}))),
  }),
  route({
    method: 'get',
    path: '/v1/more',
    summary: 'Tells more than it says',
    roles: 'anyone',
    answer: z.object({ name: z.string() }),
    verb: () => Promise.resolve(done({ name: 'x', passwordHash: 'y' })),
  }),
  route({
    method: 'post',
    path: '/v1/off',
    summary: 'Answers a number where it says a text',
    roles: 'anyone',
    body: z.strictObject({ text: z.string().optional() }),
    answer: z.object({ name: z.string() }),
    verb: () => Promise.resolve(done({ name: 7 })),
  }),
  route({
    method: 'post',
    path: '/v1/fetched',
    summary: 'Looks where it is told to',
    roles: 'anyone',
    body: z.strictObject({ text: z.string() }),
    answer: z.object({}),
    async verb(_, { text }) {
      if (text.startsWith('http://127.0.0.1')) await fetch(text);
      return done({});
    },
  }),
  route({
    method: 'get',
    path: '/v1/lax',
    summary: 'Takes a question that it does not know',
    roles: 'anyone',
    query: z.object({ name: z.string().optional() }),
    answer: z.object({}),
    verb: () => Promise.resolve(done({})),
  }),
];

describe('doors that were made wrongly', () => {
  it('are named, each of them, by what they did', async () => {
    const { clock } = server;
    const doors: Doors = {
      db: server.db,
      clock,
      log: makeLog('silent'),
      actorOf: () => Promise.resolve(undefined),
      limits: limitsOf(usualRates),
      trustedProxies: 0,
      telemetry: noTelemetry,
    };
    const koa = new Koa().use(answerErrors(doors)).use(buildRouter(broken, doors).routes());
    const http = koa.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const tokenFor = () => Promise.resolve(undefined);
    const { findings } = await fuzz({
      url,
      seed,
      perDoor: 40,
      known: new Map(),
      today: clock.now(),
      tokenFor,
      doors: broken,
    });
    http.close();
    const found = new Set(
      findings.map(
        ({ door, wrong }) =>
          `${door} ${/^500|off its schema|takes what none may|asks where it is told to/.exec(wrong)?.[0]}`,
      ),
    );
    expect([...found].sort()).toEqual([
      'GET /v1/lax takes what none may',
      'GET /v1/more off its schema',
      'POST /v1/fetched asks where it is told to',
      'POST /v1/off off its schema',
      'POST /v1/thrown 500',
    ]);
  });
});
