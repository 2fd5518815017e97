import { beforeAll, describe, expect, it, vi } from 'vitest';
import { en } from '../../../console-app/words/en.ts';
import { ko } from '../../../console-app/words/ko.ts';
import { statesTold } from '../../../console-app/parts/statesTold.ts';
import { states as shipmentStates } from '../../../src/inbound/schema.ts';
import { modules } from '../../../src/modules.ts';
import { orderStates } from '../../../src/orders/rules.ts';
import { parcelStates } from '../../../src/packing/rules.ts';
import { checked } from '../../../src/platform/checked.ts';
import type { RefusedError, Refusal } from '../../../src/platform/errors.ts';
import type { Route } from '../../../src/platform/route.ts';
import { routeStates } from '../../../src/dispatch/rules.ts';
import { flows, type Scan } from '../../../src/scans/step.shared.ts';
import { retellRefusal, tellWorker } from '../../../src/scans/words.ts';
import { argumentsOf, refusalsMade } from '../../structure/refusalCodes.ts';
import { sourcesUnder } from '../../structure/tree.ts';

/** What the desk reads of a refusal, in one language. */
let read: (language: 'ko' | 'en', told: Omit<Refusal, 'status'>) => string[];

/** Pages of a browser, which these types are not for. */
const pages = ['console-app/parts/refused.ts', 'console-app/link/http.ts', 'scanner-app/words/language.ts'].map(
  (path) => `../../../${path}`,
);
interface Page {
  textOf(refused: object): string;
  detailsOf(refused: object): string[];
  Refused: new (status: number, told: object) => object;
  chosenLanguage: { value: string };
}

beforeAll(async () => {
  vi.stubGlobal('navigator', { languages: ['ko'] });
  vi.stubGlobal('location', { pathname: '/' });
  const [desk, http, words] = await Promise.all(pages.map((page) => import(page) as Promise<Page>));
  read = (language, told) => {
    words!.chosenLanguage.value = language;
    const refused = new http!.Refused(409, told);
    return [desk!.textOf(refused), ...desk!.detailsOf(refused)];
  };
});

const rawCode = /\b[a-z]+(_[a-z]+)+\b/;
const english = /[a-z]{2,} [a-z]{2,}/;
const stateOf = /\b(got|expected): (?:[\w.!?[\]]*\.)?(state|endStates|from)\b(?![.!])/;

describe('what somebody reads of a refusal at the desk', () => {
  it('says a state by its word wherever a refusal tells one', () => {
    const untold = sourcesUnder('src').flatMap(({ bare, path }) =>
      [...bare.matchAll(/\brefuse\(/g)].flatMap((call) => {
        const [code = '', , more = ''] = argumentsOf(bare, call.index + call[0].length);
        const name = /^\s*'(\w+)'/.exec(code)?.[1];
        return name !== undefined && stateOf.test(more) && statesTold[name] === undefined ? [`${name} (${path})`] : [];
      }),
    );
    expect(untold).toEqual([]);
    const told: Record<string, readonly string[]> = {
      order: orderStates,
      shipment: shipmentStates,
      parcel: parcelStates,
      route: routeStates,
    };
    // the others are met on the floor alone
    const atDesk = Object.entries(statesTold).filter(([code]) => `refused.${code}` in en);
    expect(atDesk.length).toBeGreaterThan(25);
    for (const [code, kind] of atDesk) {
      for (const state of told[kind] ?? ['in_transit', 'waiting']) {
        for (const language of ['ko', 'en'] as const) {
          const lines = read(language, { code, message: 'Machine text', got: state, expected: [state] }).slice(1);
          const word = (language === 'ko' ? ko : en)[`${kind}.${state}` as keyof typeof en];
          if (word === undefined) expect(lines, `${code} ${state}`).toEqual([]);
          else expect(read(language, { code, message: '', got: state }).join(' '), code).toContain(word);
          expect(lines.join(' '), `${code} ${state}`).not.toMatch(language === 'ko' ? /[a-z]{3,}/ : rawCode);
        }
      }
    }
  });

  it('has no machine text of any field of any door', () => {
    const junk = [undefined, null, '', 'x', '!!', -1, 1.5, 1e99, true, {}, { a: 1 }, [], [1], 'x'.repeat(5000)];
    const sentences = new Set<string>();
    let problems = 0;
    const look = (shape: Route['params'], value: unknown) => {
      try {
        checked(shape, value, 'body');
      } catch (error) {
        const { refusal } = error as RefusedError;
        for (const { field, got, expected } of refusal.details as {
          field: string;
          got: unknown;
          expected: unknown;
        }[]) {
          problems += 1;
          for (const text of [got, expected].flat()) {
            if (/^(Invalid|Too (small|big)|Unrecognized)|, received |an object/.test(String(text)))
              sentences.add(String(text));
          }
          const told = { code: 'invalid', message: refusal.message, field, got: 'x', expected };
          const lines = read('ko', told).join(' ');
          if (english.test(lines) || rawCode.test(lines)) sentences.add(`${field}: ${lines}`);
        }
      }
    };
    for (const shape of modules.flatMap((module) => module.routes ?? []).flatMap(shapesOf)) {
      for (const value of junk) look(shape, value);
      for (const field of fieldsOf(shape)) for (const value of junk) look(shape, { [field]: value });
    }
    expect(problems).toBeGreaterThan(10_000);
    expect([...sentences].sort()).toEqual([]);
  });

  it('says what is long, short or none of a kind in both languages', () => {
    const told = { code: 'invalid', message: 'quantity is not as expected', field: 'quantity', got: 0 };
    expect(read('ko', { ...told, expected: 'at least 1' })).toEqual([
      expect.any(String),
      '수량: 0',
      '필요한 값: 1 이상',
    ]);
    expect(read('en', { ...told, expected: 'a whole number' })[2]).toBe('Expected: a whole number');
  });
});

describe('what a worker reads of a refusal', () => {
  const scan = { flow: 'receive', code: 'ASN-1' } as unknown as Scan;
  const session = (language: 'ko' | 'en') => ({ language }) as Parameters<typeof tellWorker>[0];

  it('is in his language, whatever was refused and in whatever state', () => {
    const codes = [...new Set(refusalsMade.map(({ code }) => code))];
    for (const flow of flows) {
      for (const code of codes) {
        for (const got of [...shipmentStates, ...parcelStates]) {
          const refusal = { code, message: 'Machine text', status: 409, got, expected: 'an English sentence' };
          const of = { scan: { ...scan, flow }, expected: undefined };
          const { message, expected } = tellWorker(session('ko'), refusal, of);
          expect(message, `${flow} ${code} ${got}`).toMatch(/\p{Script=Hangul}/u);
          expect(`${message} ${expected ?? ''}`, `${flow} ${code} ${got}`).not.toMatch(rawCode);
          expect(expected, `${flow} ${code}`).toBeUndefined();
        }
      }
    }
  });

  it('names the state of a shipment by its word, and is told again in the other language', () => {
    const refusal = { code: 'shipment_state', message: 'Machine text', status: 409, got: 'in_transit' };
    const told = tellWorker(session('ko'), refusal, { scan, expected: undefined });
    expect(told.message).toBe('입고 건 상태: 오는 중');
    expect(retellRefusal('en', { flow: 'receive', ...told })).toBe('The shipment is On the way');
  });
});

const shapesOf = ({ params, query, body }: Route) => [params, query, body === 'bytes' ? undefined : body];

interface Shape {
  def?: { shape?: object; innerType?: Shape; in?: Shape };
}
/** Names of the fields of an object, through defaults and refinements. */
function fieldsOf(shape: unknown): string[] {
  const { def } = (shape ?? {}) as Shape;
  if (def?.shape !== undefined) return Object.keys(def.shape);
  const inner = def?.innerType ?? def?.in;
  return inner === undefined ? [] : fieldsOf(inner);
}
