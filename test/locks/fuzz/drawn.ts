import fc from 'fast-check';
import type { Rng } from '../../../solver/shared/rng.ts';

/** What zod writes of a shape; only what its shapes use. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
}

export interface Pool {
  rng: Rng;
  /** Real values by the name of the field: `itemId`, `binCode`. */
  known: Map<string, unknown[]>;
  today: Date;
}

export const pick = <T>(rng: Rng, of: readonly T[]): T => of[rng.int(of.length)]!;

/** A value that the shape lets in, as far as the shape alone decides; ids are mostly those of something. */
export function drawn(schema: Schema, pool: Pool, name = ''): unknown {
  const { rng } = pool;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(rng, schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return drawn(pick(rng, either), pool, name);
  if (schema.allOf !== undefined)
    return drawn(Object.assign({}, ...schema.allOf, { ...schema, allOf: undefined }), pool, name);
  switch (schema.type) {
    case 'object':
      return drawnObject(schema, pool);
    case 'array':
      return drawnList(schema, pool, name);
    case 'string':
      return drawnText(schema, pool, name);
    case 'integer':
    case 'number':
      return drawnNumber(schema, rng);
    case 'boolean':
      return rng.int(2) === 0;
    case 'null':
      return null;
    default:
      return pick(rng, [null, 1, 'x', [], {}]);
  }
}

function drawnObject({ properties = {}, required = [] }: Schema, pool: Pool): Record<string, unknown> {
  const wanted = Object.entries(properties).filter(([key]) => required.includes(key) || pool.rng.int(3) === 0);
  return Object.fromEntries(wanted.map(([key, inner]) => [key, drawn(inner, pool, key)]));
}

function drawnList(schema: Schema, pool: Pool, name: string): unknown[] {
  if (schema.prefixItems !== undefined) return schema.prefixItems.map((inner) => drawn(inner, pool, name));
  const least = schema.minItems ?? 0;
  const length = Math.min(schema.maxItems ?? 4, least + pool.rng.int(3));
  const inner = typeof schema.items === 'object' ? schema.items : {};
  return Array.from({ length }, () => drawn(inner, pool, name.replace(/s$/, '')));
}

function drawnNumber({ type, minimum, exclusiveMinimum, maximum }: Schema, rng: Rng): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  const most = Math.max(least, Math.min(maximum ?? least + 1000, Number.MAX_SAFE_INTEGER));
  const span = most - least;
  // small numbers are what people send; the ends are where rules break
  const at = pick(rng, [least, Math.min(most, least + rng.int(10)), least + rng.float() * Math.min(span, 1000), most]);
  return type === 'integer' ? Math.min(most, Math.ceil(at)) : at;
}

const TEXTS = [
  'A',
  'test',
  '새벽배송',
  'O’Neil & 손',
  '🚚📦',
  '  spaced  ',
  '0',
  'null',
  'true',
  '-1',
  "'; DROP TABLE scan; --",
  '%_%',
];
const patterns = new Map<string, string[]>();

function drawnText(schema: Schema, pool: Pool, name: string): string {
  const { rng, known, today } = pool;
  const real = known.get(name);
  if (real !== undefined && rng.int(5) > 0) return String(pick(rng, real));
  if (schema.format === 'uuid')
    return rng.int(2) === 0 ? anyId(rng) : String(pick(rng, known.get('siteId') ?? [anyId(rng)]));
  const day = new Date(today.getTime() + (rng.int(20) - 10) * 86_400_000).toISOString();
  if (schema.format === 'date-time') return day;
  if (schema.format === 'date') return day.slice(0, 10);
  if (schema.pattern !== undefined) return matching(schema.pattern, rng);
  const [least, most] = [schema.minLength ?? 0, schema.maxLength ?? 40];
  const text = Array.from(pick(rng, TEXTS)).slice(0, most).join('');
  return text.slice(0, most).padEnd(least, 'x');
}

function matching(pattern: string, rng: Rng): string {
  let texts = patterns.get(pattern);
  if (texts === undefined) {
    try {
      texts = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 1, numRuns: 20 });
    } catch {
      // classes of Unicode it does not draw from
      texts = TEXTS.filter((text) => new RegExp(pattern, 'u').test(text)).concat('A1');
    }
    patterns.set(pattern, texts);
  }
  return pick(rng, texts);
}

export function anyId(rng: Rng): string {
  const hex = () => rng.int(0x10000).toString(16).padStart(4, '0');
  return `${hex()}${hex()}-${hex()}-7${hex().slice(1)}-8${hex().slice(1)}-${hex()}${hex()}${hex()}`;
}
