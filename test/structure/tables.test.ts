import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, moduleOf, root, sourcesUnder, street } from './tree.ts';

/** 0009_orders.ts owns what it creates; 0001_platform.ts belongs to the platform. */
const owners = new Map<string, string>();
for (const { path, text } of sourcesUnder('migrations')) {
  const owner = /^\d{4}_([a-zA-Z]+)/.exec(basename(path))?.[1];
  for (const [, table] of text.matchAll(/CREATE TABLE (\w+)/g)) if (owner) owners.set(table!, owner);
}

const writes = /\b(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+(?:ONLY\s+)?([a-z_]+)/g;

describe('tables', () => {
  it('belong to one module each, named by its migration', () => {
    expect(owners.size).toBeGreaterThan(20);
    const strangers = [...owners].filter(([, owner]) => owner !== 'platform' && !street.includes(owner));
    expect(strangers).toEqual([]);
  });

  it('are written by their owner alone', () => {
    const wrong = sourcesUnder('src').flatMap(({ path, text }) => {
      const writer = moduleOf(path) ?? (path.startsWith('src/platform/') ? 'platform' : path.split('/')[1]);
      return [...text.matchAll(writes)]
        .map((match) => match[1]!)
        .filter((table) => owners.has(table) && owners.get(table) !== writer)
        .map((table) => `${path} writes ${table} of ${owners.get(table)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('are reached by SQL only from a store', () => {
    const inStore = (path: string) => /\/store(\.ts|\/)/.test(path) || path.startsWith('src/platform/');
    const wrong = sourcesUnder('src').filter(
      ({ path, text }) =>
        moduleOf(path) && !inStore(path) && /`[^`]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s[^`]*`/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('audits', () => {
  const audits = filesUnder('src').filter((path) => path.includes('/audit/') && moduleOf(path));

  it('are named by the number and the name of what must hold, and say it in their first line', () => {
    const wrong = audits.filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return !/\/audit\/\d+_[a-z_]+\.sql$/.test(path) || !text.startsWith('-- ');
    });
    expect(wrong).toEqual([]);
    expect(audits.length).toBeGreaterThan(20);
  });

  it('read and never write', () => {
    const wrong = audits.filter((path) => {
      const sql = readFileSync(join(root, path), 'utf8')
        .replace(/--[^\n]*/g, '')
        .replace(/'[^']*'/g, "''");
      return (
        !/^\s*(?:SELECT|WITH)\b/i.test(sql) ||
        /\b(?:INSERT|UPDATE|DELETE|TRUNCATE|ALTER|DROP|CREATE|GRANT)\b/i.test(sql)
      );
    });
    expect(wrong).toEqual([]);
  });
});
