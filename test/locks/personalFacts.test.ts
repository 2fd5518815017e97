import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Database } from '../../src/platform/database.ts';
import type { FreshDatabase } from '../support/database.ts';
import { dayDatabase } from '../support/dayTemplate.ts';

let fresh: FreshDatabase;
let db: Database;

beforeAll(async () => {
  fresh = await dayDatabase();
  db = connect(fresh.url, 2);
});
afterAll(async () => {
  await db.destroy();
  await fresh.drop();
});

/** Every text within a value, by the names that lead to it. */
function textsIn(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, `${path}[]`));
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

it('tells ids, codes and nothing else in the facts of a whole day', async () => {
  const { rows } = (await db.raw('SELECT kind, subject, body FROM outbox')) as {
    rows: { kind: string; subject: string; body: unknown }[];
  };
  const texts = rows.flatMap(({ kind, subject, body }) => textsIn({ subject, body }, kind));
  expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(30);
  expect(texts.length).toBeGreaterThan(1000);
  // no blank, nothing but ASCII: what people write to each other has one or the other
  const words = texts.filter(([, text]) => !/^[\w.:/+-]{0,80}$/.test(text));
  expect([...new Set(words.map(([path, text]) => `${path}: ${text}`))]).toEqual([]);
  // where a cause may be typed, it is one of the codes or `other`
  const causes = new Set(texts.flatMap(([path, text]) => (/\.(cause|reason)$/.test(path) ? [text] : [])));
  expect([...causes].filter((cause) => !/^[a-z_]+$/.test(cause))).toEqual([]);
});
