import { expect, it } from 'vitest';
import { refusalsMade, refusalsSaid } from './refusalCodes.ts';
import { sourcesUnder } from './tree.ts';

const tests = sourcesUnder('test')
  .filter(({ path }) => !path.startsWith('test/structure/refusal'))
  .map(({ text }) => text)
  .join('\n');
const wordsOfTests = new Set(tests.match(/\b[a-z]\w*\b/g));

it('names every refusal of the house in some test', () => {
  expect(refusalsMade.length).toBeGreaterThan(300);
  const unnamed = refusalsMade
    .filter(({ code }) => !wordsOfTests.has(code))
    .map(({ code, path }) => `${code} (${path})`);
  expect([...new Set(unnamed)]).toEqual([]);
});

it('says in words of both languages no refusal that nothing makes', () => {
  const made = new Set(refusalsMade.map(({ code }) => code));
  expect(refusalsSaid.length).toBeGreaterThan(80);
  const built = /^(pack|return)_other_(lot|serial)$|^gs1_/;
  expect(refusalsSaid.filter(({ code }) => !made.has(code) && !built.test(code))).toEqual([]);
});
