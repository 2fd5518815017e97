import { afterWords, failWords } from '../../src/dispatch/failureWords.shared.ts';

type Named<Kind extends string, Code extends string> = Record<`${Kind}.${Code}`, string>;
type Words<Code extends string> = Readonly<Record<Code, { en: string; ko: string }>>;

function named<Kind extends string, Code extends string>(kind: Kind, words: Words<Code>, language: 'en' | 'ko') {
  const entries = Object.entries<{ en: string; ko: string }>(words);
  return Object.fromEntries(entries.map(([code, said]) => [`${kind}.${code}`, said[language]])) as Named<Kind, Code>;
}

/** Why a door did not open and what follows, in the words of the handheld, wherever the desk tells of it. */
export function failureWords(language: 'en' | 'ko') {
  const { nobody_home, refused, damaged, cancelled } = failWords;
  const { again, later, returning, asked } = afterWords;
  return {
    ...named('fail', failWords, language),
    ...named('returnReason', { nobody_home, refused, damaged, cancelled }, language),
    ...named('after', afterWords, language),
    ...named('decide', { again, later, returning, asked }, language),
    ...named('cause', { again, later, returning, address_asked: asked }, language),
  };
}
