import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './tree.ts';

const text = readFileSync(join(root, 'docs/promises.md'), 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:promise|control) /.test(line));

/** Tests that a row names; one without a folder stands beside the one before it. */
function testsOf(row: string): string[] {
  let folder = '';
  return [...row.matchAll(/`([\w./-]+\.(?:test\.)?ts)`/g)].map(([, name]) => {
    if (name!.includes('/')) folder = dirname(name!);
    return name!.includes('/') ? name! : `${folder}/${name}`;
  });
}

it('names in its promises only tests that there are, and at least one in each that is kept', () => {
  const missing = rows.flatMap((row) => testsOf(row).filter((test) => !existsSync(join(root, test))));
  expect(missing).toEqual([]);
  const unshown = rows.filter(
    (row) => testsOf(row).length === 0 && !/\| –|audit|npm run|written by statements/.test(row),
  );
  expect(unshown).toEqual([]);
});

it('names only audits that there are, by their numbers', () => {
  const audits = readdirSync(join(root, 'src'), { recursive: true }).map(String);
  const numbers = new Set(audits.flatMap((path) => /^\w+\/audit\/0*(\d+)_\w+\.sql$/.exec(path)?.[1] ?? []));
  const named = rows.flatMap((row) => [...row.matchAll(/audits? (\d+)(?: and (\d+))?/g)].flatMap(([, ...of]) => of));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((number) => number !== undefined && !numbers.has(number))).toEqual([]);
});

it('names every storm', () => {
  const storms = readdirSync(join(root, 'test/storms')).filter((name) => name.endsWith('.test.ts'));
  const named = new Set(rows.flatMap(testsOf));
  expect(storms.filter((name) => !named.has(`test/storms/${name}`))).toEqual([]);
});

it('tells how many queries the audit asks', () => {
  const audits = readdirSync(join(root, 'src'), { recursive: true }).filter((path) =>
    /^\w+\/audit\/\d+_\w+\.sql$/.test(String(path)),
  );
  expect(text).toContain(`${audits.length} queries`);
});
