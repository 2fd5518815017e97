import type { z } from 'zod';
import { refuse, RefusedError } from './errors.ts';
import { brief, expectedOf, nearest } from './expected.ts';
import type { Route } from './route.ts';

/** The value as its shape has it, or a refusal that lists every problem with field, got and expected. */
export function checked(shape: Route['params'], value: unknown, where: string): object | undefined {
  if (shape === undefined) return undefined;
  const parsed = shape.safeParse(composed(value), { reportInput: true });
  if (parsed.success) return parsed.data as object;
  const problems = parsed.error.issues.flatMap(nearest).flatMap(problemsOf);
  const first = problems[0]!;
  throw new RefusedError(
    refuse('invalid', `${where} is not as expected: ${first.field || where}`.slice(0, 200), {
      status: 422,
      field: first.field || where,
      got: first.got,
      expected: first.expected,
      details: problems,
    }).refusal,
  );
}

/** Below it every letter is one already. */
const MAY_BE_APART = /[^\u0000-\u02ff]/;

/**
 * What came in, with its letters put together (NFC): macOS sends those of Hangul in parts, which look the same and are found by
 * nobody. What is kept and what is asked for come by this one door, or by the socket's. The value itself is changed, without
 * recursion, since nobody knows yet how deep it is.
 */
export function composed<T>(value: T): T {
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const parts = next as Record<string, unknown>;
    for (const [key, part] of Object.entries(parts)) {
      if (typeof part === 'string') {
        if (MAY_BE_APART.test(part)) parts[key] = part.normalize('NFC');
      } else if (typeof part === 'object' && part !== null) waiting.push(part);
    }
  }
  return value;
}

/** U+0000, and halves of a surrogate pair: JSON carries them, PostgreSQL keeps neither in text nor in jsonb. */
const UNKEEPABLE = /\u0000|\p{Cs}/u;
/** A megabyte nests half a million lists; a worker thread and JSON.stringify give up at some thousands. */
const DEEPEST = 50;

/** Without recursion, since the shapes of vendors' clients let in whatever is sent. */
export function refuseUnkeepable(value: unknown, where: string): void {
  const refused = (field: string, got: string, expected: string) =>
    new RefusedError(refuse('invalid', `${field} cannot be kept`, { status: 422, field, got, expected }).refusal);
  const waiting: [field: string, part: unknown, depth: number][] = [[where, value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [field, part, depth] = next;
    if (typeof part === 'string' && UNKEEPABLE.test(part)) {
      throw refused(field, 'a character that cannot be kept', 'text without U+0000');
    }
    if (typeof part !== 'object' || part === null || part instanceof Date) continue;
    if (depth > DEEPEST) throw refused(where, 'nested deeper', `at most ${DEEPEST} levels`);
    for (const [key, inner] of Object.entries(part)) waiting.push([key, inner, depth + 1]);
  }
}

interface Problem {
  field: string;
  got: unknown;
  expected: unknown;
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({
      field: [field, key].filter(Boolean).join('.').slice(0, 200),
      got: 'unknown field',
      expected: 'absent',
    }));
  }
  return [{ field, got: brief(issue.input), expected: expectedOf(issue) }];
}
