import { describe, expect, it } from 'vitest';
import { en } from '../../console-app/words/en.ts';
import { ko } from '../../console-app/words/ko.ts';
import { sourcesUnder } from './tree.ts';

const src = sourcesUnder('src').filter(({ path }) => !path.startsWith('src/commands/'));
const ofFloor = src.filter(({ path }) => /^src\/scans\/(flows\/words\/\w+|words)\.ts$/.test(path));

/** Met by programs alone, or said by the page that asks in words of its own. */
const unsaid = [
  /^pin_/,
  /^matrix_/,
  /^promise_/,
  /^(allocation_not_found|idempotency_key_invalid|position_invalid|not_all_new)$/,
  /^(barcode_twice|pack_twice|lpn_cycle)$/,
];

function refusalsIn(text: string): string[] {
  const refused = [...text.matchAll(/\brefuse\(\s*'([a-z0-9_]+)'/g)].map(([, code]) => code!);
  const absent = [...text.matchAll(/\bnotFound\(\s*'([a-z0-9_]+)'/g)].map(([, what]) => `${what}_not_found`);
  return [...refused, ...absent];
}

describe('words for people', () => {
  it('are there for every refusal, at the desk or on the handheld', () => {
    const onFloor = new Set(
      ofFloor.flatMap(({ text }) => [...text.matchAll(/^ {2}(\w+): \{/gm)].map(([, code]) => code!)),
    );
    const mute = src
      .flatMap(({ text }) => refusalsIn(text))
      .filter((code) => !(`refused.${code}` in en) && !onFloor.has(code) && !unsaid.some((form) => form.test(code)));
    expect([...new Set(mute)]).toEqual([]);
  });

  it('name a thing by one Korean word, at the desk and on the floor', () => {
    const others = /박스|(?<!운)송장|셀러|로케이션|재고 조사|노선|배지/;
    const onFloor = [...ofFloor, ...sourcesUnder('scanner-app/words')].flatMap(({ text }) => text.split('\n'));
    expect([...Object.values(ko), ...onFloor].filter((text) => others.test(text))).toEqual([]);
  });
});
