import { expect, it } from 'vitest';
import { sourcesUnder } from './tree.ts';

/** The arguments of a call whose opening bracket ends at `from`, as they are written. */
function argumentsOf(text: string, from: number): string[] {
  const found: string[] = [];
  let [depth, start, quote] = [0, from, ''];
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!;
    if (quote !== '') {
      if (sign === '\\') at++;
      else if (sign === quote) quote = '';
    } else if (`'"\``.includes(sign)) quote = sign;
    else if ('([{'.includes(sign)) depth++;
    else if (sign === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    } else if (')]}'.includes(sign) && depth-- === 0) {
      found.push(text.slice(start, at));
      break;
    }
  }
  return found;
}

/** By what a call makes a refusal: which of its arguments names the code, and what the code is then called. */
const makers: Record<string, { code: number; named(word: string): string }> = {
  refuse: { code: 0, named: (word) => word },
  invalid: { code: 3, named: (word) => word },
  notFound: { code: 0, named: (word) => `${word}_not_found` },
};

/** Codes by the file that refuses with them; a code that a rule lists among several problems, too. */
function refusalsOf({ path, bare }: { path: string; bare: string }): { code: string; path: string }[] {
  const made = [...bare.matchAll(/\b(refuse|invalid|notFound)\(/g)].flatMap((call) => {
    const { code, named } = makers[call[1]!]!;
    const wanted = argumentsOf(bare, call.index + call[0].length)[code] ?? '';
    return [...wanted.matchAll(/'([a-z]\w*)'/g)].map((word) => named(word[1]!));
  });
  const listed = [...bare.matchAll(/\bcode: '([a-z]+_\w+)'/g)].map((word) => word[1]!);
  return [...made, ...listed].map((code) => ({ code, path }));
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/[^\n]*/g, '$1');
const refusals = sourcesUnder('src').flatMap(({ path, text }) => refusalsOf({ path, bare: withoutComments(text) }));
const tests = sourcesUnder('test')
  .filter(({ path }) => path !== 'test/structure/refusals.test.ts')
  .map(({ text }) => text)
  .join('\n');
const wordsOfTests = new Set(tests.match(/\b[a-z]\w*\b/g));

it('names every refusal of the house in some test', () => {
  expect(refusals.length).toBeGreaterThan(300);
  const unnamed = refusals.filter(({ code }) => !wordsOfTests.has(code)).map(({ code, path }) => `${code} (${path})`);
  expect([...new Set(unnamed)]).toEqual([]);
});

it('says in words of both languages no refusal that nothing makes', () => {
  const made = new Set(refusals.map(({ code }) => code));
  const said = sourcesUnder('src/scans')
    .filter(({ path }) => /words(\.ts|\/)/.test(path))
    .flatMap(({ path, text }) => {
      const table = /(?:refusals|common): Record<string, Words> = \{([\s\S]*?)^\};/m.exec(text)?.[1] ?? '';
      return [...table.matchAll(/^ {2}(\w+): \{/gm)].map((word) => ({ code: word[1]!, path }));
    });
  expect(said.length).toBeGreaterThan(80);
  const built = /^(pack|return)_other_(lot|serial)$|^gs1_/;
  expect(said.filter(({ code }) => !made.has(code) && !built.test(code))).toEqual([]);
});
