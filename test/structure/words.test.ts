import { describe, expect, it } from 'vitest';
import { en } from '../../console-app/words/en.ts';
import { ko } from '../../console-app/words/ko.ts';
import { states } from '../../src/inbound/schema.ts';
import { conditions } from '../../src/inventory/place.ts';
import { binKinds, BinState } from '../../src/layout/schema.ts';
import { parcelStates } from '../../src/packing/rules.ts';
import { values } from '../../src/scans/flows/words/lookValues.ts';
import { floorWords, refusalsMade, refusalsSaid } from './refusalCodes.ts';
import { sourcesUnder } from './tree.ts';

/** Met by programs alone, or said by the page that asks in words of its own. */
const unsaid = [
  /^pin_/,
  /^matrix_/,
  /^promise_/,
  /^(allocation_not_found|idempotency_key_invalid|position_invalid|not_all_new|seq_conflict|device_missing)$/,
  /^(barcode_twice|pack_twice|lpn_cycle)$/,
];

const atDesk = (code: string) => `refused.${code}` in en || `unassigned.${code}` in en;

describe('words for people', () => {
  it('are there for every refusal, at the desk or on the handheld', () => {
    const onFloor = new Set(refusalsSaid.map(({ code }) => code));
    const mute = refusalsMade
      .filter(({ path }) => !path.startsWith('src/commands/'))
      .map(({ code }) => code)
      .filter((code) => !atDesk(code) && !onFloor.has(code) && !unsaid.some((form) => form.test(code)));
    expect([...new Set(mute)]).toEqual([]);
  });

  it('name a thing by one Korean word, at the desk and on the floor', () => {
    const others = /박스|(?<!운)송장|셀러|로케이션|재고 조사|노선|배지|단말기|판매 (?:보류|불가)|(?<!배송지와 )묶임/;
    const onFloor = [...floorWords, ...sourcesUnder('scanner-app/words')].flatMap(({ text }) => text.split('\n'));
    expect([...Object.values(ko), ...onFloor].filter((text) => others.test(text))).toEqual([]);
  });

  it('are there for every value that a handheld shows of records, as the desk says it', () => {
    const { binKind, binState, condition, shipment, parcel } = values;
    const named: [object, readonly string[]][] = [
      [binKind, binKinds],
      [binState, BinState.options],
      [condition, conditions],
      [shipment, states],
      [parcel, parcelStates],
    ];
    for (const [words, codes] of named) expect(Object.keys(words).sort()).toEqual([...codes].sort());
    for (const [kind, words] of Object.entries({ condition, shipment, parcel })) {
      for (const [code, said] of Object.entries(words)) {
        const word = `${kind}.${code}` as keyof typeof en;
        expect([said.en, said.ko], word).toEqual([en[word], ko[word]]);
      }
    }
  });

  it('name what follows a failed door, and why it failed, alike on every page of the desk', () => {
    for (const words of [en, ko] as Record<string, string>[]) {
      const kinds = (code: string, among: string[]) =>
        new Set(among.flatMap((kind) => words[`${kind}.${code}`] ?? []).map((text) => text.toLowerCase()));
      for (const code of ['again', 'later', 'returning', 'address_asked']) {
        expect(kinds(code, ['after', 'decide', 'cause']).size, code).toBe(1);
      }
      for (const code of [
        'nobody_home',
        'refused',
        'damaged',
        'cancelled',
        'wrong_address',
        'access_code',
        'no_time',
      ]) {
        expect(kinds(code, ['fail', 'returnReason']).size, code).toBe(1);
      }
      const asked = words['after.asked'];
      expect([words['decide.asked'], words['cause.address_asked']]).toEqual([asked, asked]);
    }
  });

  it('leave the particle behind what is filled in to how that is read', () => {
    const fixed = /\{\w+\}[”’"')\]]*(?:으로|은|는|이|가|을|를|와|과|로)(?![가-힣(])/u;
    const texts = [...floorWords, ...sourcesUnder('scanner-app/words')].flatMap(({ text }) => text.split('\n'));
    expect([...Object.values(ko), ...texts].filter((text) => fixed.test(text))).toEqual([]);
  });
});
