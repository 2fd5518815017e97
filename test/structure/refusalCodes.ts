import { sourcesUnder, type Source } from './tree.ts';

/** The arguments of a call whose opening bracket ends at `from`, as they are written. */
export function argumentsOf(text: string, from: number): string[] {
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

export interface Coded {
  code: string;
  path: string;
}

/** Codes by the file that refuses with them; a code that a rule lists among several problems, too. */
function refusalsOf({ path, bare }: Source): Coded[] {
  const made = [...bare.matchAll(/\b(refuse|invalid|notFound)\(/g)].flatMap((call) => {
    const { code, named } = makers[call[1]!]!;
    const wanted = argumentsOf(bare, call.index + call[0].length)[code] ?? '';
    // what a condition compares with is no code
    return [...wanted.matchAll(/(?<![!=]== )'([a-z]\w*)'/g)].map((word) => named(word[1]!));
  });
  const listed = [...bare.matchAll(/\bcode: '([a-z]+_\w+)'/g)].map((word) => word[1]!);
  return [...made, ...listed].map((code) => ({ code, path }));
}

/** Every refusal that the house makes. */
export const refusalsMade: Coded[] = sourcesUnder('src').flatMap(refusalsOf);

/** Where the floor's words stand. */
export const floorWords: Source[] = sourcesUnder('src/scans').filter(({ path }) => /words(\.ts|\/)/.test(path));

/** Every refusal that the floor has words for. */
export const refusalsSaid: Coded[] = floorWords.flatMap(({ path, text }) => {
  const table = /(?:refusals|common): Record<string, Words> = \{([\s\S]*?)^\};/m.exec(text)?.[1] ?? '';
  return [...table.matchAll(/^ {2}(\w+): \{/gm)].map((word) => ({ code: word[1]!, path }));
});
