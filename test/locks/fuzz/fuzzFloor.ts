import type { Rng } from '../../../solver/shared/rng.ts';
import type { Route } from '../../../src/platform/route.ts';
import { roles, type Role } from '../../../src/platform/work.ts';
import type { TestServer } from '../../support/server.ts';
import { pick, type Pool } from './drawn.ts';

const camel = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** Fields that are called otherwise than the columns. */
const ALSO: Record<string, string> = { expectedOn: 'expectedOn', code: 'code', after: 'cursor' };

/** Values that stand in the database, by the name of the field that would carry them. People and devices of the fuzz are not among them. */
export async function knownValues({ db }: TestServer): Promise<Pool['known']> {
  const { rows: columns } = (await db.raw(
    `SELECT c.relname AS table, a.attname AS column FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND (t.typname = 'uuid' OR t.typname = 'text' AND a.attname ~ '(_code|^code|^lot|^serial|^sscc|external_id|tracking_no|mall|channel)$')
      ORDER BY 1, 2`,
  )) as { rows: { table: string; column: string }[] };
  const known = new Map<string, unknown[]>();
  for (const { table, column } of columns) {
    const { rows } = (await db.raw(
      `SELECT DISTINCT "${column}"::text AS value FROM (SELECT "${column}" FROM "${table}" LIMIT 200) s
        WHERE "${column}" IS NOT NULL AND "${column}"::text <> '' ORDER BY 1 LIMIT 8`,
    )) as { rows: { value: string }[] };
    const name = camel(column);
    if (['userId', 'actorId', 'driverId'].includes(name)) continue;
    known.set(name, [...(known.get(name) ?? []), ...rows.map(({ value }) => value)]);
  }
  for (const [field, column] of Object.entries(ALSO)) if (known.has(column)) known.set(field, known.get(column)!);
  return known;
}

/** Somebody of each role; signed in again where a request of theirs signed them out. */
export async function people(server: TestServer, sellerId: string) {
  const tokens = new Map<Role, string>();
  const alive = async (role: Role): Promise<string> => {
    const known = tokens.get(role);
    if (known !== undefined) return known;
    const walled = role === 'seller' || role === 'channel';
    const { token } = await server.as(role, { login: `fuzz-${role}`, ...(walled ? { sellerId } : {}) });
    tokens.set(role, token);
    return token;
  };
  for (const role of roles) await alive(role);
  const victims = new Map<Role, string>();
  return async (door: Route, rng: Rng): Promise<string | undefined> => {
    if (door.roles === 'anyone') return undefined;
    const role = rng.int(3) === 0 ? 'admin' : pick(rng, door.roles);
    if (door.path !== '/v1/sign-out') return alive(role);
    // who signs out is nobody that others need
    const gone =
      victims.get(role) ?? (await server.as(role === 'seller' || role === 'channel' ? 'picker' : role)).token;
    victims.set(role, gone);
    return gone;
  };
}
