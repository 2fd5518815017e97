import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, root, sourcesUnder } from './tree.ts';

describe('sizes', () => {
  it('keeps every source file within 300 lines', () => {
    const long = sourcesUnder('src', 'solver', 'migrations', 'scanner-app', 'console-app')
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 301);
    expect(long).toEqual([]);
  });

  it('keeps the README within 150 lines', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(151);
  });
});

describe('what is committed', () => {
  const texts = ['src', 'solver', 'migrations', 'scanner-app', 'console-app', 'test', 'docs']
    .flatMap(filesUnder)
    .filter((path) => /\.(ts|tsx|css|md|sql|html)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

  it('has no skipped, focused or empty test', () => {
    const off = /\b(?:it|test|describe)\.(?:skip|only|todo|fails)\b|\bx(?:it|describe)\(/;
    expect(
      texts.filter(({ path, text }) => path.startsWith('test/') && !path.endsWith('sizes.test.ts') && off.test(text)),
    ).toEqual([]);
  });

  it('has no mark of unfinished work', () => {
    const marks = new RegExp(
      ['TO,DO', 'FIX,ME', 'HA,CK', 'XX,X'].map((word) => `\\b${word.replace(',', '')}\\b`).join('|'),
    );
    expect(texts.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
