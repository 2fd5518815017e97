import { basename, extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, moduleOf, sourcesUnder } from './tree.ts';

const rooms = new Set(['index', 'routes', 'schema', 'rules', 'store', 'events']);
const empty = /(Service|Manager|Helper|Util|Utils|Info|Impl|Handler|Processor|Common|Misc)(\.|$)/i;
const files = ['src', 'solver', 'migrations', 'scanner-app', 'console-app', 'test'].flatMap(filesUnder);

describe('names', () => {
  it('uses no word that says nothing in a file name', () => {
    expect(files.filter((path) => path.split('/').some((part) => empty.test(part)))).toEqual([]);
  });

  it('names no class or exported type with a word that says nothing', () => {
    const declared = sourcesUnder('src', 'solver').flatMap(({ path, code }) =>
      [...code.matchAll(/export (?:abstract )?(?:class|interface|type) (\w+)/g)].map((match) => `${path} ${match[1]}`),
    );
    expect(declared.filter((line) => /(Service|Manager|Helper|Util|Impl|Handler|Processor)$/.test(line))).toEqual([]);
  });

  it('gives every verb file a function of its own name', () => {
    const verbs = sourcesUnder('src').filter(({ path }) => /^src\/\w+\/\w+\.ts$/.test(path) && moduleOf(path));
    const without = verbs.filter(({ path, text }) => {
      const name = basename(path, extname(path));
      if (rooms.has(name) || name.endsWith('Store') || path.includes('.shared.')) return false;
      const declares = new RegExp(`export (?:async )?function ${name}\\b|export const ${name}\\b`);
      return !declares.test(text) && !/^export (?:async )?(function|const|interface|type) /m.test(text);
    });
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('uses the name of a verb once on the whole street', () => {
    const sources = sourcesUnder('src').filter(({ path }) => moduleOf(path));
    const verbs = new Set(
      sources.flatMap(({ bare }) => [...bare.matchAll(/\bverb: (?!async\b)(\w+),/g)].map((match) => match[1]!)),
    );
    expect(verbs.size).toBeGreaterThan(150);
    const declared = sources.flatMap(({ path, bare }) =>
      [...bare.matchAll(/^export (?:async )?function (\w+)\(\s*work: Work/gm)].map((match) => ({
        path,
        name: match[1]!,
      })),
    );
    const twice = declared.filter(
      ({ name }) => verbs.has(name) && declared.filter((one) => one.name === name).length > 1,
    );
    expect(twice.map(({ path, name }) => `${path} ${name}`)).toEqual([]);
  });

  it('names tests with sentences', () => {
    const titles = sourcesUnder('test').flatMap(({ path, text }) =>
      [...text.matchAll(/\bit\(\s*(['"`])(.+?)\1/g)].map((match) => ({ path, title: match[2]! })),
    );
    expect(titles.length).toBeGreaterThan(10);
    expect(titles.filter(({ title }) => title.trim().split(/\s+/).length < 3)).toEqual([]);
  });

  it('writes units last', () => {
    const wrong = sourcesUnder('src', 'solver').flatMap(({ path, code }) =>
      [...code.matchAll(/\b(\w*(?:Grams|Kilograms|Meters|Metres|Millis|Milliseconds|Won|Krw))\b\s*[:=]/g)].map(
        (match) => `${path} ${match[1]}`,
      ),
    );
    // the driver's own option
    expect(wrong.filter((line) => !line.endsWith(' connectionTimeoutMillis'))).toEqual([]);
  });
});
