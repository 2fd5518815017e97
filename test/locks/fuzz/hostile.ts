import type { Rng } from '../../../solver/shared/rng.ts';
import { pick } from './drawn.ts';

/** Where a value can be put into a body: a list or an object, and a key of it. */
interface Place {
  inside: Record<string | number, unknown>;
  key: string | number;
}

function places(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ inside: value as Record<string, unknown>, key });
    places((value as Record<string, unknown>)[key], found);
  }
  return found;
}

const objects = (value: unknown): Record<string, unknown>[] => [
  ...(typeof value === 'object' && value !== null && !Array.isArray(value) ? [value as Record<string, unknown>] : []),
  ...(typeof value === 'object' && value !== null ? Object.values(value).flatMap(objects) : []),
];

/** Well-formed, and beyond what a database or four digits of a year keep. */
const MOMENTS = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '1999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-23:59',
  '2200-01-01T00:00:00Z',
];

/** What nearly is what is expected: of the wrong type, beyond an end, absent, of another writing. */
export const NEAR: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e21,
  -1e21,
  2 ** 31,
  2 ** 53,
  Number.MIN_VALUE,
  true,
  [],
  [[]],
  {},
  [null],
  '１２',
  '12 ',
  '0x10',
  '1e3',
  'NaN',
  'Infinity',
  '2026-02-30',
  '2026-13-01T00:00:00Z',
  '0000-01-01',
  '+275760-09-13T00:00:00Z',
  ...MOMENTS,
  '24:00',
  '00000000-0000-0000-0000-000000000000',
  'undefined',
  '[object Object]',
];

/** Text that has broken others. All of it may be kept, and none of it may be a fault. */
export const STRANGE: readonly string[] = [
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'http://[::1]:5432/',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  "' OR 1=1 --",
  '"; SELECT pg_sleep(9); --',
  '$1',
  ':at',
  '${7*7}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '=cmd|"/c calc"!A1',
  '\r\nSet-Cookie: a=b',
  '\u202E\u2066abc',
  '\uFEFF',
  '\u200B',
  'ﬀ',
  'İ',
  'ß',
  '👩‍👩‍👧‍👦'.repeat(20),
  'Z̸͎̋a̷̙̿l̴̲̀g̶̝̒o̸̺͑',
  '\\',
  '\\u0000',
  "\\'",
  '%00',
  '%',
  '*',
  '(?:a+)+$',
  'a'.repeat(9_000),
  '가'.repeat(3_000),
  'constructor',
  'toString',
  'hasOwnProperty',
  '__proto__',
  '\u0001\u0007\u001b[31m',
  '\u2028',
];

export interface Mutated {
  kind: string;
  text: string;
  contentType?: string;
  encoding?: string;
  /** It must be refused: nothing that it could mean is allowed. */
  refused: boolean;
}

const clone = <T>(value: T): T => structuredClone(value);

/** A body with one thing in it that nearly is as expected. */
export function near(body: unknown, rng: Rng): Mutated {
  const copy = clone(body);
  const found = places(copy);
  if (found.length === 0)
    return { kind: 'another type', text: JSON.stringify(pick(rng, [null, [], 'x', 1])), refused: false };
  const { inside, key } = pick(rng, found);
  if (rng.int(5) === 0 && !Array.isArray(inside)) delete inside[key];
  else inside[key] = rng.int(2) === 0 ? (momentLike(inside[key], rng) ?? pick(rng, NEAR)) : pick(rng, NEAR);
  return { kind: 'near', text: JSON.stringify(copy), refused: false };
}

/** In place of a moment or a day one of the same writing that nobody can keep. */
function momentLike(value: unknown, rng: Rng): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d(T.*)?$/.test(value)) return undefined;
  return pick(rng, MOMENTS).slice(0, value.length === 10 ? 10 : undefined);
}

/** A body with text in it that has broken others. */
export function strange(body: unknown, rng: Rng): Mutated {
  return withText(body, rng, { text: pick(rng, STRANGE), kind: 'strange text' });
}

/** A body that tells the address of somebody who waits for whoever looks there. */
export function baited(body: unknown, rng: Rng, bait: string): Mutated {
  return withText(body, rng, { text: bait, kind: 'bait' });
}

function withText(body: unknown, rng: Rng, { text, kind }: { text: string; kind: string }): Mutated {
  const copy = clone(body);
  const texts = places(copy).filter(({ inside, key }) => typeof inside[key] === 'string');
  if (texts.length === 0) return near(body, rng);
  const { inside, key } = pick(rng, texts);
  inside[key] = text;
  return { kind, text: JSON.stringify(copy), refused: false };
}

/** A body with a field that nobody knows, somewhere in it. */
export function extra(body: unknown, rng: Rng): Mutated {
  const copy = clone(body);
  const inside = pick(rng, objects(copy));
  const name = pick(rng, ['noSuchField', 'isAdmin', 'role', 'sellerId2', 'constructor', 'toString', '$where', '']);
  inside[name] = pick(rng, [true, 'admin', { $gt: '' }, 1]);
  return { kind: 'extra field', text: JSON.stringify(copy), refused: true };
}

/** What no JSON body of a door may be. */
export function hostile(body: unknown, rng: Rng): Mutated {
  const text = JSON.stringify(body);
  const inner = text.startsWith('{') ? text.slice(1, -1) : '';
  const also = inner === '' ? '' : `,${inner}`;
  return pick<() => Mutated>(rng, [
    () => ({ kind: 'deep list', text: `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}${also}}`, refused: true }),
    () => ({ kind: 'deep object', text: `${'{"x":'.repeat(20_000)}1${'}'.repeat(20_000)}`, refused: true }),
    () => deepWithin(body, rng),
    () => ({ kind: '__proto__', text: `{"__proto__":{"role":"admin"}${also}}`, refused: true }),
    () => ({ kind: 'constructor', text: `{"constructor":{"prototype":{"role":"admin"}}${also}}`, refused: true }),
    () => ({ kind: 'cut', text: text.slice(0, Math.max(1, Math.floor(text.length / 2))), refused: true }),
    () => ({ kind: 'two bodies', text: `${text}${text}`, refused: true }),
    () => ({ kind: 'U+0000', text: `{"\\u0000":1${also}}`, refused: true }),
    () => ({ kind: 'half a pair', text: `{"\\ud800":"\\udfff"${also}}`, refused: true }),
    () => ({
      kind: 'many keys',
      text: `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":0`).join(',')}}`,
      refused: true,
    }),
    () => ({ kind: 'long number', text: `{"n":${'9'.repeat(50_000)}${also}}`, refused: true }),
    () => ({
      kind: 'no JSON type',
      text,
      contentType: pick(rng, ['text/plain', 'application/xml', 'x']),
      refused: false,
    }),
    () => ({ kind: 'strange charset', text, contentType: 'application/json; charset=utf-7', refused: false }),
    () => ({ kind: 'false gzip', text, encoding: 'gzip', refused: true }),
    () => ({ kind: 'strange encoding', text, encoding: 'zip-bomb', refused: true }),
    () => ({
      kind: 'form',
      text: 'a[__proto__][b]=1&a=2&a=3&%ff=%00',
      contentType: 'application/x-www-form-urlencoded',
      refused: false,
    }),
    () => ({ kind: 'bare value', text: pick(rng, ['"x"', '1', 'true', 'null', '[[]]', '']), refused: false }),
  ])();
}

/** Where something is expected, what is nested deeper than any door reads. */
function deepWithin(body: unknown, rng: Rng): Mutated {
  const [copy, mark] = [clone(body), 'deep within'];
  const found = places(copy);
  if (found.length === 0)
    return { kind: 'deep bare list', text: `${'['.repeat(9000)}${']'.repeat(9000)}`, refused: true };
  const { inside, key } = pick(rng, found);
  inside[key] = mark;
  const deep = `${'[{"x":'.repeat(9000)}1${'}]'.repeat(9000)}`;
  return { kind: 'deep field', text: JSON.stringify(copy).replace(`"${mark}"`, () => deep), refused: true };
}

export const huge = (): Mutated => ({ kind: '10 MB', text: `{"x":"${'x'.repeat(10 * 1024 * 1024)}"}`, refused: true });

/**
 * Queries that no client of ours sends. `refused`: it must be, since it has what the door does not know, or one thing
 * twice.
 */
export function strangeQuery(asked: URLSearchParams, rng: Rng): { query: string; refused: boolean } {
  const query = asked.toString();
  const names = [...asked.keys()];
  const name = names.length === 0 ? 'x' : pick(rng, names);
  const text = encodeURIComponent(pick(rng, STRANGE)).slice(0, 3000).replace(/%.?$/, '');
  const again = `${encodeURIComponent(name)}=${text}`;
  const [more, refused] = pick<[string, boolean]>(rng, [
    [`&${again}&${again}`, true],
    [`&${name}[]=1&${name}[a]=2`, true],
    ['&__proto__[role]=admin&constructor=1', true],
    ['&noSuchField=1', true],
    [`&${name}=%ff%fe&%=1&&==`, true],
    [`&${name}=%00`, true],
    [`&limit=1e9&limit=-1&cursor=${'x'.repeat(3000)}`, true],
  ]);
  return rng.int(8) === 0 ? { query: again, refused: names.length === 0 } : { query: `${query}${more}`, refused };
}
