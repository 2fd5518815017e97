import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { arraysOf, rows } from '../../src/platform/sql.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Kept {
  text: string | null;
  count: number | null;
  at: Date | null;
}

const kept = (list: Kept[]) =>
  rows<Kept>(
    server.db,
    `SELECT text, count, at
       FROM unnest(:text::text[], :count::int[], :at::timestamptz[]) WITH ORDINALITY AS k(text, count, at, no) ORDER BY no`,
    arraysOf(list, ['text', 'count', 'at']),
  );

describe('rows that go to the database as one array a column', () => {
  it('arrive as they were, whatever their texts hold', async () => {
    const at = new Date('2026-11-21T10:00:00.123Z');
    const texts = ['', 'NULL', 'null', 'a,b', '{x}', '"', '\\', '\\n', 'a\nb', '\t', '"\\"', ' 가나 ', '👍', '\u0001'];
    for (const text of texts) {
      const list = [
        { text, count: 1, at },
        { text: null, count: null, at: null },
        { text: 'plain', count: -7, at },
      ];
      expect(await kept(list)).toEqual(list);
    }
    const all = texts.map((text, count) => ({ text, count, at }));
    expect(await kept(all)).toEqual(all);
    expect(await kept([])).toEqual([]);
  });
});

describe('an id', () => {
  it('comes after those that were made before it, as text and in the database', async () => {
    const ids = Array.from({ length: 3_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    const sorted = await rows<{ id: string }>(server.db, `SELECT id FROM unnest(:ids::uuid[]) AS id ORDER BY id`, {
      ids: ids.toReversed(),
    });
    expect(sorted.map(({ id }) => id)).toEqual(ids);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
  });
});
