import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../src/app.ts';
import { actorOf } from '../../src/auth/index.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done } from '../../src/platform/errors.ts';
import { answerErrors } from '../../src/platform/answerErrors.ts';
import { buildRouter } from '../../src/platform/http.ts';
import { makeLog } from '../../src/platform/log.ts';
import { limitsOf, usualRates } from '../../src/platform/rateLimit.ts';
import { route } from '../../src/platform/route.ts';
import { change, rows } from '../../src/platform/sql.ts';
import { noTelemetry } from '../../src/platform/telemetry.ts';
import type { Work } from '../../src/platform/work.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { nameOf } from './doors.ts';

/** Verbs whose author forgot that there are several sellers. */
const seen = async (work: Work) => done({ items: await rows(work.tx, 'SELECT item_id AS "itemId" FROM item') });
const taken = async (work: Work) => done({ changed: await change(work.tx, `UPDATE item SET state = 'retired'`) });
const shape = { summary: 'A broken verb', roles: ['manager', 'seller'], answer: z.object({}) } as const;
const broken = [
  route({ ...shape, method: 'get', path: '/v1/all', verb: seen }),
  route({ ...shape, method: 'post', path: '/v1/all', body: z.object({}), verb: taken }),
  route({ ...shape, method: 'get', path: '/v1/taken', verb: taken }),
  route({ ...shape, roles: 'anyone', method: 'get', path: '/v1/open', verb: seen }),
];

let server: TestServer;
let db: Database;
let http: Server;
let url: string;
let grounds: Ground[];
let seller: Person;
let items: { mine: string[]; all: string[] };

beforeAll(async () => {
  server = await startServer();
  grounds = [await openGround(server), await openGround(server)];
  const [first, second] = grounds as [Ground, Ground];
  const mine = [(await addItem(first)).itemId, (await addItem(first)).itemId];
  items = { mine, all: [...mine, (await addItem(second)).itemId] };
  seller = await server.as('seller', { sellerId: first.sellerId });
  db = connect(server.databaseUrl, 2, server.roles);
  const { clock } = server;
  const doors = {
    db,
    clock,
    log: makeLog('silent'),
    actorOf: (token: string) => actorOf(db, token, clock.now()),
    limits: limitsOf(usualRates),
    trustedProxies: 0,
    telemetry: noTelemetry,
  };
  const koa = new Koa();
  koa.use(answerErrors(doors)).use(buildRouter(broken, doors).routes());
  const answer = koa.callback();
  http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as { port: number }).port}`;
});
afterAll(async () => {
  http.close();
  http.closeAllConnections();
  await db.destroy();
  await server.close();
});

async function asked(method: string, path: string, { token }: { token: string }, headers: Record<string, string> = {}) {
  const init = {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  };
  const response = await fetch(url + path, method === 'GET' ? init : { ...init, body: '{}' });
  return {
    status: response.status,
    body: (await response.json()) as { items?: { itemId: string }[]; changed?: number },
  };
}
const shown = async (who: Person, path = '/v1/all') =>
  (await asked('GET', path, who)).body.items!.map(({ itemId }) => itemId).sort();

describe('a verb that forgot its seller', () => {
  it('reads this seller’s rows alone at a seller’s request, and all at that of staff', async () => {
    expect(await shown(seller)).toEqual([...items.mine].sort());
    expect(await shown(await server.as('manager'))).toEqual([...items.all].sort());
  });

  it('writes this seller’s rows alone, with a key and without', async () => {
    expect((await asked('POST', '/v1/all', seller)).body).toEqual({ changed: 2 });
    expect((await asked('POST', '/v1/all', seller, { 'idempotency-key': 'once' })).body).toEqual({ changed: 2 });
    const left = await rows(server.db, `SELECT item_id AS id FROM item WHERE state = 'active'`);
    expect(left).toEqual([{ id: items.all[2] }]);
  });

  it('writes nothing where a seller only reads', async () => {
    expect((await asked('GET', '/v1/taken', seller)).status).toBe(500);
  });

  it('reads as anybody at a door for anyone, whoever’s token came along', async () => {
    expect(await shown(seller, '/v1/open')).toEqual([...items.all].sort());
  });
});

describe('the doors of sellers', () => {
  it('with transactions of their own, before which no wall stands, ask the database nothing but about who asks', () => {
    const own = allRoutes.filter(
      ({ roles, ownTransaction }) =>
        ownTransaction === true && roles !== 'anyone' && (roles.includes('seller') || roles.includes('channel')),
    );
    const ofTheirOwnAccount = ['POST /v1/language', 'POST /v1/password'];
    const solvers = ['POST /optimization', 'POST /v1/solve/routes'];
    expect(own.map(nameOf).sort()).toEqual([...ofTheirOwnAccount, ...solvers].sort());
  });
});
