import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const types: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'fields by name',
};
const formats: Record<string, string> = {
  uuid: 'an id',
  date: 'a day, YYYY-MM-DD',
  datetime: 'a moment, YYYY-MM-DDThh:mm:ssZ',
};
const units: Record<string, string> = { string: ' characters', array: ' entries', set: ' entries', file: ' bytes' };

/** What a shape wants, in words of this house: a library's own sentences change with it, and no screen knows them. */
export function expectedOf(issue: Issue): unknown {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? issue.expected;
    case 'too_small':
      return `at least ${issue.minimum}${units[issue.origin] ?? ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${units[issue.origin] ?? ''}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_value':
      if ((issue as { expected?: string }).expected === 'stringbool') return types['boolean'];
      return issue.values.length === 1 ? issue.values[0] : issue.values;
    case 'invalid_format':
      return formats[issue.format] ?? ownWords(issue);
    case 'invalid_union':
      return [...issue.message.matchAll(/'([^']+)'/g)].map(([, option]) => option);
    default:
      return ownWords(issue);
  }
}

/** A shape's own message tells it; `regex` without one is a form that nobody meets by typing. */
const ownWords = ({ message }: Issue) =>
  /^(Invalid|Too|Unrecognized) /.test(message) ? 'another form' : message.replace(/^expected /, '');

/** Of several forms that a value may have, the one that it came nearest to: the problem that lies deepest. */
export function nearest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (branch: readonly Issue[]) => Math.max(...branch.map(({ path }) => path.length));
  const branch = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0]!;
  return branch.flatMap((inner) => nearest({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** What was got, short enough to be read back and without swallowing a body: of an object the names of its fields. */
export function brief(value: unknown): unknown {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return value.slice(0, 100);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? 'no entries' : `${value.length} entries`;
  const names = Object.keys(value).slice(0, 8).join(', ');
  return names === '' ? 'no fields' : `fields ${names}`.slice(0, 100);
}
