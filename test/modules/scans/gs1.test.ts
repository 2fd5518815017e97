import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { classify, parseQuantity } from '../../../src/scans/codes.shared.ts';
import { identifiers } from '../../../src/scans/gs1Identifiers.shared.ts';
import type { Identifier } from '../../../src/scans/gs1Identifiers.shared.ts';
import type { Gs1Answer, Gs1Element } from '../../../src/scans/gs1.shared.ts';
import { checkDigit, gs1Date, isGtin, makeSscc, parseGs1, toGtin14 } from '../../../src/scans/gs1.shared.ts';
import { needsSeparator } from '../../../src/platform/documents/gs1Keys.shared.ts';
import { sayReadings } from '../../../src/scans/readings.ts';

const GS = '\u001d';
const year = 2026;
const read = (code: string, more: object = {}): Gs1Answer => parseGs1(code, { year, ...more });
const fieldsOf = (answer: Gs1Answer) => (answer.ok ? answer.fields : answer);

const printed = (elements: readonly Gs1Element[]) => elements.map(({ ai, value }) => `(${ai})${value}`).join('');
const glued = (elements: readonly Gs1Element[]) => elements.map(({ ai, value }) => ai + value).join('');
const separated = (elements: readonly Gs1Element[], separator = GS) =>
  elements
    .map(({ ai, value }, i) => ai + value + (needsSeparator(ai) && i < elements.length - 1 ? separator : ''))
    .join('');

describe('keys and check digits', () => {
  test('computes the check digits of published keys', () => {
    expect(checkDigit('629104150021')).toBe('3');
    expect(checkDigit('9638507')).toBe('4');
    expect(checkDigit('03600029145')).toBe('2');
    expect(checkDigit('10614141234567890')).toBe('8');
  });

  test('finds every single wrong digit, since the weights 3 and 1 are prime to ten', () => {
    const key = fc.stringMatching(/^[0-9]{7,17}$/);
    fc.assert(
      fc.property(key, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const whole = digits + checkDigit(digits);
        const place = at % whole.length;
        const wrong = whole.slice(0, place) + ((Number(whole[place]) + by) % 10) + whole.slice(place + 1);
        expect(checkDigit(wrong.slice(0, -1))).not.toBe(wrong.at(-1));
      }),
    );
  });

  test('makes an SSCC from extension, company prefix and serial, and reads it back', () => {
    expect(makeSscc(1, '0614141', 234_567_890)).toBe('106141412345678908');
    fc.assert(
      fc.property(
        fc.nat(9),
        fc.stringMatching(/^[0-9]{7,10}$/),
        fc.nat(999_999),
        (extension, companyPrefix, serial) => {
          const sscc = makeSscc(extension, companyPrefix, serial);
          expect(sscc).toMatch(/^[0-9]{18}$/);
          expect(read(`]C100${sscc}`)).toMatchObject({ ok: true, kind: 'sscc', fields: { sscc } });
        },
      ),
    );
  });

  test('refuses to make an SSCC whose serial does not fit', () => {
    expect(() => makeSscc(0, '8801234567', 1_000_000)).toThrow(/6 digits/);
    expect(() => makeSscc(10, '8801234', 1)).toThrow(/extension/);
    expect(() => makeSscc(0, '88', 1)).toThrow(/prefix/);
    expect(() => makeSscc(0, '8801234', -1)).toThrow(/serial/);
    expect(() => checkDigit('12a')).toThrow(/digits only/);
  });

  test('brings GTINs of all four lengths to one comparable form', () => {
    for (const gtin of ['96385074', '036000291452', '6291041500213', '16291041500210']) {
      expect(isGtin(gtin)).toBe(true);
      expect(read(gtin)).toMatchObject({ ok: true, kind: 'gtin', fields: { gtin: toGtin14(gtin) } });
    }
    expect(isGtin('629104150021')).toBe(false);
    expect(isGtin('6291041500214')).toBe(false);
  });

  test('names the wrong digit, what it was and what it should be', () => {
    expect(read('6291041500214')).toEqual({
      ok: false,
      code: 'gs1_check_digit',
      field: 'gtin',
      got: '6291041500214',
      expected: '3',
      digit: 13,
    });
    expect(read(']C100376123450000000017')).toMatchObject({ code: 'gs1_check_digit', field: 'sscc', digit: 18 });
    expect(read('(410)6291041500214')).toMatchObject({ code: 'gs1_check_digit', field: 'shipTo', expected: '3' });
  });
});

describe('element strings', () => {
  const said = { gtin: '06291041500213', lot: 'AB12', expiry: '2026-12-31', count: 24 };
  const [item, lot, expiry, count] = ['0106291041500213', '10AB12', '17261231', '3024'] as const;

  test('reads what scanners deliver for GS1-128, DataMatrix, QR and DataBar', () => {
    for (const prefix of [']C1', ']d2', ']Q3', ']e0', '', GS]) {
      expect(fieldsOf(read(prefix + item + expiry + lot + GS + count))).toEqual(said);
    }
  });

  test('reads a configured substitute for the separator', () => {
    for (const separator of ['~1', '|']) {
      expect(fieldsOf(read(item + lot + separator + expiry + count, { separator }))).toEqual(said);
    }
  });

  test('reads the printed form with brackets, also when typed with spaces', () => {
    expect(fieldsOf(read('(01)06291041500213(10)AB12(17)261231(30)24'))).toEqual(said);
    expect(fieldsOf(read('(01) 06291041500213 (10) AB12 (17) 261231 (30) 24'))).toEqual(said);
  });

  test('takes the symbology from beside the text when the camera tells it there', () => {
    expect(read('17261231', { symbology: ']d2' })).toMatchObject({ ok: true, fields: { expiry: '2026-12-31' } });
    expect(read('96385074', { symbology: ']E4' })).toMatchObject({ ok: true, kind: 'gtin' });
  });

  test('takes eight digits behind FNC1 for an element, without it for a short GTIN', () => {
    expect(fieldsOf(read(`${GS}17261231`))).toEqual({ expiry: '2026-12-31' });
    expect(read('17261231')).toMatchObject({ code: 'gs1_check_digit', field: 'gtin', digit: 8 });
  });

  test('turns measures into whole grams, millimetres and cubic centimetres', () => {
    const cases: [string, object][] = [
      ['(3103)001500', { weight_g: 1_500 }],
      ['(3100)000012', { weight_g: 12_000 }],
      ['(3105)123456', { weight_g: 1_235 }],
      ['(3202)000100', { weight_g: 454 }],
      ['(3302)012345', { grossWeight_g: 123_450 }],
      ['(3111)000012', { length_mm: 1_200 }],
      ['(3162)000150', { volume_cm3: 1_500_000 }],
    ];
    for (const [code, fields] of cases) expect(fieldsOf(read(code))).toEqual(fields);
  });

  test('reads the rest of the table by name', () => {
    const code = '(02)06291041500213(37)12(21)S-1(400)PO77(402)76123450000000015(8008)26033114';
    expect(fieldsOf(read(code))).toEqual({
      contentGtin: '06291041500213',
      count: 12,
      serial: 'S-1',
      customerOrder: 'PO77',
      shipment: '76123450000000015',
      producedAt: '2026-03-31T14:00:00',
    });
    expect(fieldsOf(read('(422)410(420)06236(8200)HTTP://A.KR/1(91)X'))).toEqual({
      origin: '410',
      postcode: '06236',
      url: 'HTTP://A.KR/1',
      internal91: 'X',
    });
  });

  test('refuses unknown identifiers, short values and letters among digits', () => {
    expect(read(']C1' + item + '0512')).toMatchObject({ ok: false, code: 'gs1_malformed', field: 'ai', got: '0512' });
    expect(read(']C101062910415')).toMatchObject({ code: 'gs1_malformed', field: 'gtin', expected: '14 characters' });
    expect(read('(37)1x')).toMatchObject({ code: 'gs1_malformed', field: 'count', got: '1x' });
    expect(read('(10)' + 'A'.repeat(21))).toMatchObject({ code: 'gs1_malformed', field: 'lot' });
    expect(read(']E0628')).toMatchObject({ code: 'gs1_malformed', field: 'gtin' });
  });

  test('sees two labels in one string when an identifier comes twice with another value', () => {
    expect(read(']C1' + item + lot + GS + '10CD')).toMatchObject({ code: 'scan_unreadable', field: 'labels' });
    expect(read(']C1' + item + lot + GS + lot)).toMatchObject({ ok: true });
  });

  const valueOf = (identifier: Identifier): fc.Arbitrary<string> => {
    const { numeric, min, max, checked, meaning } = identifier;
    if (meaning.as === 'date') return fc.constantFrom('260101', '280229', '991231', '260200');
    if (meaning.as === 'dateTime') return fc.constantFrom('26010100', '2802292359', '261231235959');
    const characters = numeric ? '[0-9]' : '[-!"%&\'*+,./0-9:;<=>?A-Z_a-z]';
    if (!checked) return fc.stringMatching(new RegExp(`^${characters}{${min},${max}}$`));
    const rest = fc.stringMatching(new RegExp(`^${characters}{${min - checked},${max - checked}}$`));
    return fc
      .tuple(fc.stringMatching(new RegExp(`^[0-9]{${checked - 1}}$`)), rest)
      .map(([key, tail]) => key + checkDigit(key) + tail);
  };
  const element = fc
    .constantFrom(...identifiers)
    .chain((identifier) => valueOf(identifier).map((value) => ({ ai: identifier.ai, value })));
  const label = fc
    .uniqueArray(element, { selector: ({ ai }) => ai, minLength: 1, maxLength: 4 })
    .filter((elements) => separated(elements).length <= 190);

  test('gives back every element of any label, from separators and from brackets alike', () => {
    fc.assert(
      fc.property(label, (elements) => {
        expect(read(`]d2${separated(elements)}`, { separatorsKept: true })).toMatchObject({ ok: true, elements });
        expect(read(printed(elements))).toMatchObject({ ok: true, elements });
        expect(
          read(separated(elements, '|'), { separator: '|', symbology: ']C1', separatorsKept: true }),
        ).toMatchObject({
          ok: true,
          elements,
        });
      }),
    );
  });

  test('never throws and always answers with its own codes, whatever is scanned', () => {
    const codes = ['ok', 'scan_unreadable', 'gs1_malformed', 'gs1_check_digit', 'gs1_date', 'gs1_ambiguous'];
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 250 }),
      fc.stringMatching(/^[0-9]{1,200}$/),
      fc.stringMatching(/^\]C1(10|21|37|17|01|91|[0-9A-Z]){1,90}$/),
    );
    fc.assert(
      fc.property(hostile, (code) => {
        for (const answer of [read(code), classify(code, { year })]) {
          expect(codes).toContain(answer.ok ? 'ok' : answer.code);
        }
      }),
    );
  });
});

describe('lost separators', () => {
  const item = '0106291041500213';

  test('accepts the only reading there is', () => {
    expect(read(`]C1${item}1726123110AB-XY`)).toMatchObject({ ok: true, fields: { lot: 'AB-XY' } });
  });

  test('offers both lots when the lot may have swallowed the expiry', () => {
    const answer = read(`]C1${item}10ABC17261231`);
    expect(answer).toMatchObject({ ok: false, code: 'gs1_ambiguous', field: 'lot' });
    const lots = !answer.ok && answer.code === 'gs1_ambiguous' && answer.alternatives.map(({ fields }) => fields);
    expect(lots).toEqual([
      { gtin: '06291041500213', lot: 'ABC', expiry: '2026-12-31' },
      { gtin: '06291041500213', lot: 'ABC17261231' },
    ]);
  });

  test('trusts the separators where a text has any', () => {
    const answer = read(`]C1${item}10ABC17261231${GS}21X`);
    expect(fieldsOf(answer)).toEqual({ gtin: '06291041500213', lot: 'ABC17261231', serial: 'X' });
  });

  test('takes the text as it stands from a device that is known to send separators', () => {
    const answer = read(`]C1${item}10ABC17261231`, { separatorsKept: true });
    expect(fieldsOf(answer)).toEqual({ gtin: '06291041500213', lot: 'ABC17261231' });
  });

  test('finds the one reading of a lot too long to be one, and says that a separator is missing', () => {
    const answer = read(`]C1${item}10ABCDEFGHIJKLMNO17261231`);
    expect(answer).toMatchObject({ ok: true, separatorLost: true });
    expect(fieldsOf(answer)).toMatchObject({ lot: 'ABCDEFGHIJKLMNO', expiry: '2026-12-31' });
  });

  test('never guesses a lot without its item, or a count without its content', () => {
    expect(read(']C110AB3712')).toMatchObject({ ok: true, fields: { lot: 'AB3712' } });
    expect(read(']C110AB2112')).toMatchObject({ ok: true, fields: { lot: 'AB2112' } });
    expect(read(`]C1${item}10AB3712`)).toMatchObject({ ok: true, fields: { lot: 'AB3712' } });
  });

  test('has the true reading among its answers, each of which spells the scanned text', () => {
    const lot = fc.stringMatching(/^[A-Z][0-9]{0,3}[A-Z]{1,3}$/);
    fc.assert(
      fc.property(lot, lot, fc.constantFrom('261231', '270100'), (batch, serial, day) => {
        const elements = [
          { ai: '01', value: '06291041500213' },
          { ai: '10', value: batch },
          { ai: '17', value: day },
          { ai: '21', value: serial },
        ];
        const answer = read(glued(elements));
        if (answer.ok || answer.code !== 'gs1_ambiguous') throw new Error(`not ambiguous: ${glued(elements)}`);
        expect(answer.alternatives.map(({ elements }) => printed(elements))).toContain(printed(elements));
        for (const alternative of answer.alternatives) {
          expect(glued(alternative.elements)).toBe(glued(elements));
          expect(read(printed(alternative.elements))).toMatchObject({ ok: true, fields: alternative.fields });
        }
        for (const [at, { code, lines }] of sayReadings({ language: 'en' }, answer.alternatives).entries()) {
          expect(read(code)).toMatchObject({ ok: true, fields: answer.alternatives[at]!.fields });
          expect(lines).not.toEqual([]);
        }
      }),
    );
  });

  test('answers within its bounds even where the readings are countless', () => {
    const answer = read(`]C1${item}10${'1021373091929394'.repeat(11)}`);
    const offered = !answer.ok && answer.code === 'gs1_ambiguous' ? answer.alternatives.length : 0;
    expect(offered).toBeLessThanOrEqual(6);
  });
});

describe('dates', () => {
  test('refuses days that the calendar does not have', () => {
    expect(read('(17)260230')).toEqual({
      ok: false,
      code: 'gs1_date',
      field: 'expiry',
      got: '260230',
      expected: 'a day of the calendar',
    });
    for (const day of ['261301', '260001', '260431', '270229', '261232']) {
      expect(read(`]C117${day}`)).toMatchObject({ ok: false, code: 'gs1_date' });
    }
    expect(read('(8008)26023008')).toMatchObject({ code: 'gs1_date' });
    expect(read('(8008)26020008')).toMatchObject({ code: 'gs1_date' });
    expect(read('(8008)26020124')).toMatchObject({ code: 'gs1_date' });
  });

  test('reads day 00 as the last day of the month', () => {
    expect(gs1Date('260200', year)).toBe('2026-02-28');
    expect(gs1Date('280200', year)).toBe('2028-02-29');
    expect(gs1Date('261200', year)).toBe('2026-12-31');
  });

  test('reads the two digits within 49 years back and 50 ahead', () => {
    expect(gs1Date('760101', 2026)).toBe('2076-01-01');
    expect(gs1Date('770101', 2026)).toBe('1977-01-01');
    expect(gs1Date('490101', 2099)).toBe('2149-01-01');
    expect(gs1Date('500101', 2099)).toBe('2050-01-01');
    expect(gs1Date('000229', 2060)).toBeUndefined();
    expect(gs1Date('000229', 2026)).toBe('2000-02-29');
  });

  test('gives back every day of the window, leap years included', () => {
    const day = fc.date({ min: new Date('1980-01-01'), max: new Date('2070-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(gs1Date(iso.slice(2).replaceAll('-', ''), year)).toBe(iso);
      }),
    );
  });
});

describe('what cannot be one label', () => {
  test('refuses nothing, too much, control characters and other alphabets', () => {
    const cases: [string, string][] = [
      ['', 'length'],
      ['   ', 'length'],
      ['A'.repeat(201), 'length'],
      ['A-07-3\r', 'character'],
      ['A\u0000B', 'character'],
      ['A\u0085B', 'character'],
      ['880123\ufffd567893', 'encoding'],
      ['ㅁ-07-3', 'encoding'],
      ['８８０１２３４５６７８９３', 'encoding'],
      ['TOTE-0001\ud800', 'encoding'],
      ['caf\u00c3\u00a9', 'encoding'],
    ];
    for (const [code, field] of cases) {
      expect({ scanned: code, ...classify(code, { year }) }).toMatchObject({
        scanned: code,
        code: 'scan_unreadable',
        field,
      });
    }
  });

  test('refuses two labels that were read together', () => {
    const ean = '6291041500213';
    const sscc = makeSscc(3, '7612345', 1);
    const pairs = [
      ean + ean,
      ean + '4006381333931',
      '4006381333931' + ean,
      `${ean}A-07-3`,
      `A-07-3${ean}`,
      'A-01-02-3A-01-02-4',
      'TOTE-0001TOTE-0002',
      'TOTE-0001CART-01A-07-3',
      'LPN00001LPN00002',
      'tote-0001tote-0002',
      `00${sscc}00${sscc}`,
      `A-07-300${sscc}`,
      `]C100${sscc}]C100${sscc}`,
      `]E0${ean}]C100${sscc}`,
      `01${toGtin14(ean)}10AB01${toGtin14(ean)}10AB`,
    ];
    for (const code of pairs) {
      expect({ scanned: code, ...classify(code, { year }) }).toMatchObject({
        scanned: code,
        code: 'scan_unreadable',
        field: 'labels',
      });
    }
  });
});

describe('which label it is', () => {
  test('knows the labels of the house', () => {
    const cases = {
      'A-07-3': 'bin',
      'A-01-02-3': 'bin',
      'C2-010-12-4': 'bin',
      LPN000123: 'lpn',
      'TOTE-0001': 'tote',
      'CART-01': 'cart',
      'LANE-1': 'lane',
      'DOCK-12': 'dock',
      'VEH-12GA3456': 'vehicle',
      'BADGE-7F3K': 'badge',
    };
    for (const [code, kind] of Object.entries(cases)) {
      expect(classify(code, { year })).toEqual({ ok: true, kind, text: code });
      expect(classify(` ${code.toLowerCase()} `, { year })).toEqual({ ok: true, kind, text: code });
    }
  });

  test('tells its own SSCCs from those of others', () => {
    const ours = makeSscc(0, '8801234', 77);
    const options = { year, companyPrefix: '8801234' };
    expect(classify(`00${ours}`, options)).toMatchObject({ kind: 'sscc', ours: true, fields: { sscc: ours } });
    expect(classify(ours, options)).toMatchObject({ kind: 'sscc', ours: true });
    expect(classify(`]C100${makeSscc(0, '7612345', 77)}`, options)).toMatchObject({ kind: 'sscc', ours: false });
  });

  test('tells items, GS1 labels and what it cannot know', () => {
    expect(classify('6291041500213', { year })).toMatchObject({ kind: 'gtin', fields: { gtin: '06291041500213' } });
    expect(classify('010629104150021310AB', { year })).toMatchObject({ kind: 'gs1', fields: { lot: 'AB' } });
    for (const code of ['SKU-RED-42', '98765', '10-ABC-22', '90012345678', 'https://shop.kr/i/4', 'X00-1']) {
      expect(classify(code, { year })).toEqual({ ok: true, kind: 'unknown', text: code });
    }
  });

  test('refuses damaged GS1 labels with the reason', () => {
    expect(classify('6291041500214', { year })).toMatchObject({ code: 'gs1_check_digit', digit: 13 });
    expect(classify('010629104150021417261231', { year })).toMatchObject({ code: 'gs1_check_digit', field: 'gtin' });
    expect(classify(']d2010629104150021317260230', { year })).toMatchObject({ code: 'gs1_date' });
    expect(classify(']d2010629104150021310A17261231', { year })).toMatchObject({ code: 'gs1_ambiguous' });
  });
});

describe('quantities', () => {
  test('takes whole numbers within the range', () => {
    expect(parseQuantity('24', { min: 1, max: 24 })).toEqual({ ok: true, quantity: 24 });
    expect(parseQuantity(1)).toEqual({ ok: true, quantity: 1 });
    expect(parseQuantity('0', { min: 0, max: 5 })).toEqual({ ok: true, quantity: 0 });
  });

  test('refuses everything that is not one, and tells the range', () => {
    const bad = [
      '',
      '0',
      '-1',
      '1.5',
      '1,5',
      '1e9',
      '12 ',
      ' 12',
      '１２',
      '٣',
      '0x10',
      '+3',
      '012',
      '1000000',
      'NaN',
      '12\n',
    ];
    const others = [0, -1, 1.5, 1e9, Number.NaN, Infinity, null, undefined, true, [3], { value: 3 }, 3n];
    for (const input of [...bad, ...others]) {
      expect({ input, ...parseQuantity(input) }).toMatchObject({
        input,
        code: 'qty_invalid',
        field: 'quantity',
        expected: '1-999999',
      });
    }
    expect(parseQuantity('25', { min: 1, max: 24 })).toMatchObject({ got: '25', expected: '1-24' });
    expect(parseQuantity('6291041500213')).toMatchObject({ code: 'qty_invalid' });
  });
});
