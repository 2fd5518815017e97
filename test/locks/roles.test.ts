import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/platform/route.ts';
import { roles, type Role } from '../../src/platform/work.ts';
import { openGround } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { guardedRoutes, knock, nameOf, takesBody } from './doors.ts';
import { rolesTable } from './roles.table.ts';

const table = new Map(
  rolesTable
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([method, path, ...who]): [string, string[]] => [`${method} ${path}`, who]),
);
const mayUse = (role: Role, door: Route) => role === 'admin' || table.get(nameOf(door))!.includes(role);

/** Routes of which the table says something else than they do, or nothing. */
function otherThanWritten(doors: Pick<Route, 'method' | 'path' | 'roles'>[]): string[] {
  const everyOf = (who: readonly string[]) => [...new Set(who.includes('anyone') ? who : ['admin', ...who])].sort();
  return doors
    .filter((door) => {
      const written = table.get(nameOf(door));
      return written === undefined || everyOf(written).join() !== everyOf([door.roles].flat()).join();
    })
    .map(nameOf);
}

let server: TestServer;
const tokens = new Map<Role, string>();

/** All roles at once, each asking one door after the other. */
async function asEachRole(doorsOf: (role: Role) => Route[]) {
  const walks = [...tokens].map(async ([role, token]) => {
    const answers: { role: Role; door: string; status: number; code: string | undefined }[] = [];
    for (const door of doorsOf(role)) {
      const { status, body } = await knock(server.url, door, { token, ...(takesBody(door) ? { body: '{}' } : {}) });
      answers.push({ role, door: nameOf(door), status, code: body.error?.code });
    }
    return answers;
  });
  return (await Promise.all(walks)).flat();
}

beforeAll(async () => {
  server = await startServer();
  const { sellerId } = await openGround(server);
  for (const role of roles) {
    const walled = role === 'seller' || role === 'channel';
    tokens.set(role, (await server.as(role, walled ? { sellerId } : {})).token);
  }
});
afterAll(() => server.close());

describe('the table of roles', () => {
  it('has one line for every route and every line is a route', () => {
    expect([...table.keys()].sort()).toEqual([...new Set(allRoutes.map(nameOf))].sort());
    expect(allRoutes.length).toBe(table.size);
  });

  it('agrees with what each route says of itself', () => {
    expect(otherThanWritten(allRoutes)).toEqual([]);
  });

  it('would be red for a route that is not in it, and for one that lets in somebody more', () => {
    const [one] = allRoutes.filter(({ roles }) => roles !== 'anyone' && !roles.includes('driver'));
    const unknown = { ...one!, path: '/v1/unheard-of' };
    const wide = { ...one!, roles: [...(one!.roles as Role[]), 'driver' as const] };
    expect(otherThanWritten([unknown, wide, ...allRoutes])).toEqual([nameOf(unknown), nameOf(one!)]);
  });

  it('agrees with the OpenAPI description, which has every route', async () => {
    const openapi = (await server.anyone.get('/openapi.json')).body as {
      paths: Record<string, Record<string, { 'x-roles': string[] | 'anyone'; security?: unknown[] }>>;
    };
    const described = Object.entries(openapi.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        operation,
      })),
    );
    expect(described.map(({ name }) => name).sort()).toEqual([...table.keys()].sort());
    for (const { name, operation } of described) {
      const who = table.get(name)!;
      const open = who.includes('anyone');
      expect({ name, roles: [operation['x-roles']].flat().sort(), guarded: operation.security !== undefined }).toEqual({
        name,
        roles: open ? ['anyone'] : [...new Set(['admin', ...who])].sort(),
        guarded: !open,
      });
    }
  });
});

describe('the doors', () => {
  it('answer 401 to whoever has no token, or one that is nobody’s', async () => {
    const answers = [];
    for (const door of guardedRoutes) {
      for (const token of [undefined, 'nobody']) {
        const { status, body } = await knock(server.url, door, token === undefined ? {} : { token });
        answers.push({ door: nameOf(door), status, code: body.error?.code });
      }
    }
    expect(answers.filter(({ status, code }) => status !== 401 || code !== 'not_signed_in')).toEqual([]);
  });

  it('answer 403 to every role that the table does not name, whatever it asks for', async () => {
    const answers = await asEachRole((role) => guardedRoutes.filter((door) => !mayUse(role, door)));
    expect(answers.filter(({ status, code }) => status !== 403 || code !== 'not_allowed')).toEqual([]);
    expect(answers.length).toBeGreaterThan(300);
  });

  it('let every role in that the table names', async () => {
    // signing out would end the session under which the others are asked
    const answers = await asEachRole((role) =>
      guardedRoutes.filter((door) => mayUse(role, door) && door.path !== '/v1/sign-out'),
    );
    const shut = answers.filter(({ status, code }) => status === 401 || status >= 500 || code === 'not_allowed');
    expect(shut).toEqual([]);
  });

  it('keep every refusal with its reason', async () => {
    const { rows } = (await server.db.raw(`SELECT DISTINCT route FROM refused_request WHERE code = 'not_allowed'`)) as {
      rows: { route: string }[];
    };
    const guarded = guardedRoutes.filter((door) => roles.some((role) => !mayUse(role, door))).map(nameOf);
    expect(rows.map(({ route }) => route).sort()).toEqual(guarded.sort());
  });
});
