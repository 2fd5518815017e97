import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Length of one measured stretch; for `routes` the longest that an instance is solved for. */
  seconds: number | undefined;
  /** Times that everything is measured, one way after the other; the median counts. */
  rounds: number;
  /** Callers at the same time. */
  clients: number | undefined;
  items: number | undefined;
  /** `storms`: a shift of this length instead of the storms. */
  hours: number | undefined;
  seed: number;
  /** A folder of published instances. */
  set: string | undefined;
  /** Of these instances, or of the storms, those whose name begins so. */
  only: string | undefined;
  /** An HTML file with the charts. */
  report: string | undefined;
  /** A folder for V8's profiles of the processes under load. */
  profile: string | undefined;
  json: boolean;
}

export class OptionError extends Error {
  override name = 'OptionError';
}

const text = { type: 'string' as const };

/** @throws OptionError naming the option, what was got and what is expected */
export function readOptions(args: string[]): { name: string | undefined; options: BenchOptions } {
  const { values, positionals } = parsed(args);
  const number = (name: keyof typeof values, least: number, most: number) => {
    const got = values[name];
    if (got === undefined) return undefined;
    const value = Number(got);
    if (got === '' || !(value >= least && value <= most)) {
      throw new OptionError(`--${name}: got ${JSON.stringify(got)}, expected a number from ${least} to ${most}`);
    }
    return value;
  };
  const whole = (name: keyof typeof values, least: number, most: number) => {
    const value = number(name, least, most);
    if (value !== undefined && !Number.isInteger(value)) {
      throw new OptionError(`--${name}: got ${value}, expected a whole number`);
    }
    return value;
  };
  if (positionals.length > 1) throw new OptionError(`got ${positionals.join(' ')}, expected one benchmark`);
  const options: BenchOptions = {
    seconds: number('seconds', 0.1, 600),
    rounds: whole('rounds', 1, 100) ?? 3,
    clients: whole('clients', 1, 2_000),
    items: whole('items', 1, 100_000),
    hours: number('hours', 0.001, 24),
    seed: whole('seed', 0, 2 ** 31) ?? 1,
    set: values.set,
    only: values.only,
    report: values.report,
    profile: values.profile,
    json: values.json ?? false,
  };
  return { name: positionals[0], options };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seconds: text,
        rounds: text,
        clients: text,
        items: text,
        hours: text,
        seed: text,
        set: text,
        only: text,
        report: text,
        profile: text,
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
}
