import { helpIfAsked } from '../../src/commands/help.ts';
import type { Bench } from './bench.ts';
import { printFindings } from './figures.ts';
import { machineFacts, machineLine } from './machine.ts';
import { InstanceError } from './instances.ts';
import { OptionError, readOptions } from './options.ts';

/** Each is loaded only when asked for. */
const benches: Record<string, { about: string; load: () => Promise<{ bench: Bench }> }> = {
  stock: {
    about: 'promises a second over many items and on one, by HTTP and at the verb, against the bare SQL',
    load: () => import('./stock.ts'),
  },
  scans: {
    about: 'scans a second of pickers on sockets and their waiting, against the bare SQL and a socket echo',
    load: () => import('./scans.ts'),
  },
  allocation: {
    about: 'a wave of 10,000 and of 100,000 lines gets its bins, of 20,000: processor seconds of app and database',
    load: () => import('./allocation.ts'),
  },
  intake: {
    about: 'processor milliseconds of the server for an order of three lines taken in, promised and allocated',
    load: () => import('./intake.ts'),
  },
  routes: {
    about: 'how the gap to the best known routes closes over time, on published instances (--set DIR) or on made ones',
    load: () => import('./routes.ts'),
  },
  offers: {
    about:
      'what the door takes to offer windows for one more stop of 500: milliseconds, processor time of app and database',
    load: () => import('./offers.ts'),
  },
  storms: {
    about:
      'the storms of the tests, --rounds times as long, each beside its wrong twin; --hours H: a shift instead, for leaks',
    load: () => import('./storms.ts'),
  },
};

function list(): string {
  const lines = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(12)}${about}`);
  return [`usage: npm run bench -- <name> [options]`, '', ...lines].join('\n');
}

const MORE = `

  --seconds N      length of one measured stretch; for routes the longest that an instance is solved for
  --rounds N       times that everything is measured; the median counts (3)
  --clients N      callers at the same time
  --items N        of the shop
  --hours H        for storms: a shift instead
  --seed N         the same seed makes the same load (1)
  --set DIR        a folder of published instances
  --only NAME      of these, or of the storms, those whose name begins so
  --report FILE    the charts as HTML
  --profile DIR    V8's profiles of the processes under load
  --json           the figures as one line of JSON, the last one
`;

/** Slow is no failure; what was done wrong on the way is. */
async function main(): Promise<number> {
  const { name, options } = readOptions(process.argv.slice(2));
  const chosen = name !== undefined && Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (chosen === undefined) {
    if (name === undefined) console.log(list());
    else console.error(`there is no benchmark ${name}\n${list()}`);
    return name === undefined ? 0 : 1;
  }
  const machine = machineFacts();
  const print = options.json ? () => undefined : (line: string) => console.log(line);
  print(`${name}: ${machineLine(machine)}`);
  const { bench } = await chosen.load();
  const findings = await bench.run(options, (line) => process.stderr.write(`${line}\n`));
  printFindings(findings, print);
  const { clean, bars, figures } = findings;
  if (options.json) console.log(JSON.stringify({ bench: name, machine, clean, bars, ...figures }));
  return clean ? 0 : 1;
}

helpIfAsked(list() + MORE);
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof OptionError || error instanceof InstanceError ? error.message : error);
    process.exit(1);
  },
);
