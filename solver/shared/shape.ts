/** What a problem holds where it should hold something else; the message names the field, what was got and what is expected. */
export class Misfit extends Error {
  readonly field: string;
  /** This one, or all that were found together. */
  readonly all: readonly Misfit[];

  constructor(field: string, got: unknown, expected: string, all?: readonly Misfit[]) {
    super(
      all?.map(({ message }) => message).join('\n') ?? `${field || 'the line'}: got ${show(got)}, expected ${expected}`,
    );
    this.name = 'Misfit';
    this.field = field;
    this.all = all ?? [this];
  }
}

/** More are not listed: who gets so many has sent the wrong file. */
const mostListed = 1000;

/** Collects what does not fit, to tell of all of it at once. */
export class Misfits {
  private readonly found: Misfit[] = [];

  /** Runs a check; gives what it returns, and nothing where it found a misfit. */
  try<T>(check: () => T): T | undefined {
    if (this.found.length >= mostListed) return undefined;
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      this.found.push(...error.all);
      return undefined;
    }
  }

  /** Throws what was found, if anything was. */
  end(): void {
    const [first] = this.found;
    if (first !== undefined) throw this.found.length === 1 ? first : new Misfit(first.field, null, '', this.found);
  }
}

/** Looks at a value found in a field and returns it typed, or throws a Misfit. Nothing is copied. */
export type Read<T> = (value: unknown, field: string) => T;

export const anyNumber: Read<number> = (value, field) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Misfit(field, value, 'a number');
  return value;
};

/** A number of at least `least`. */
export function numberFrom(least: number): Read<number> {
  return (value, field) => {
    if (typeof value !== 'number' || !(value >= least) || value === Infinity)
      throw new Misfit(field, value, `a number of at least ${least}`);
    return value;
  };
}

/** A whole number between `least` and `most`. */
export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Read<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `between ${least} and ${most}`;
  return (value, field) => {
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
      throw new Misfit(field, value, `a whole number ${range}`);
    return value as number;
  };
}

export const truth: Read<boolean> = (value, field) => {
  if (typeof value !== 'boolean') throw new Misfit(field, value, 'true or false');
  return value;
};

export const text: Read<string> = (value, field) => {
  if (typeof value !== 'string') throw new Misfit(field, value, 'a text');
  return value;
};

export type Id = string | number;

export const id: Read<Id> = (value, field) => {
  if (typeof value !== 'string' && !Number.isFinite(value)) throw new Misfit(field, value, 'a text or a number');
  return value as Id;
};

export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (value, field) => (value === undefined ? undefined : read(value, field));
}

/** A list of at least `least` and at most `most` elements. */
export function list<T>(read: Read<T>, least = 0, most = Infinity): Read<T[]> {
  const size = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  return (value, field) => {
    if (!Array.isArray(value)) throw new Misfit(field, value, 'a list');
    if (value.length < least || value.length > most)
      throw new Misfit(field, `${value.length} elements`, `${size} elements`);
    const misfits = new Misfits();
    for (let i = 0; i < value.length; i++) misfits.try(() => read(value[i], `${field}[${i}]`));
    misfits.end();
    return value as T[];
  };
}

/** An object with these fields; others are let through. */
export function record<T extends object>(fields: { [K in keyof Required<T>]: Read<T[K]> }): Read<T> {
  const entries = Object.entries(fields) as [string, Read<unknown>][];
  return (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Misfit(field, value, 'an object');
    const misfits = new Misfits();
    for (const [name, read] of entries)
      misfits.try(() => read((value as Record<string, unknown>)[name], field ? `${field}.${name}` : name));
    misfits.end();
    return value as T;
  };
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const words = JSON.stringify(value) ?? typeof value;
  return words.length > 60 ? `${words.slice(0, 57)}...` : words;
}
