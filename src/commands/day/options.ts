import { parseArgs } from 'node:util';

export interface DayOptions {
  orders: number;
  pickers: number;
  vehicles: number;
  cutoffs: number;
  baskets: string | undefined;
  stops: string | undefined;
  seed: number;
  /** Site seconds per wall second at most; absent: as fast as the machine goes. */
  speed: number | undefined;
  shortRate: number;
  url: string | undefined;
  report: string | undefined;
  json: boolean;
  /** Kill the app three times and its database once, while the day goes on. */
  storm: boolean;
}

export class OptionError extends Error {
  override name = 'OptionError';
}

interface Range {
  min: number;
  max: number;
  whole: boolean;
}

/** @throws OptionError naming the option, what was got and what is expected */
export function readOptions(args: string[]): DayOptions {
  const text = { type: 'string' as const };
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        orders: text,
        pickers: text,
        vehicles: text,
        cutoffs: text,
        baskets: text,
        stops: text,
        seed: text,
        speed: text,
        'short-rate': text,
        url: text,
        report: text,
        json: { type: 'boolean' },
        storm: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
  const number = (name: string, fallback: number, range: Range) => {
    const got = values[name];
    if (got === undefined) return fallback;
    const value = Number(got);
    const fits = Number.isFinite(value) && value >= range.min && value <= range.max;
    if (!fits || (range.whole && !Number.isInteger(value))) {
      const kind = range.whole ? 'a whole number' : 'a number';
      throw new OptionError(`--${name}: got ${String(got)}, expected ${kind} from ${range.min} to ${range.max}`);
    }
    return value;
  };
  if (values['storm'] === true && values['url'] !== undefined) {
    throw new OptionError('--storm: got --url as well, expected a day with an app of its own');
  }
  const string = (name: string) => values[name] as string | undefined;
  return {
    orders: number('orders', 200, { min: 1, max: 100_000, whole: true }),
    pickers: number('pickers', 8, { min: 1, max: 2000, whole: true }),
    vehicles: number('vehicles', 6, { min: 1, max: 1000, whole: true }),
    cutoffs: number('cutoffs', 2, { min: 1, max: 4, whole: true }),
    baskets: string('baskets'),
    stops: string('stops'),
    seed: number('seed', 1, { min: 0, max: 2 ** 31, whole: true }),
    speed: values['speed'] === undefined ? undefined : number('speed', 0, { min: 1, max: 1e6, whole: false }),
    shortRate: number('short-rate', 0, { min: 0, max: 0.5, whole: false }),
    url: string('url'),
    report: string('report'),
    json: values['json'] === true,
    storm: values['storm'] === true,
  };
}
