import type { Bench } from './bench.ts';
import { printFindings } from './figures.ts';
import { machineFacts, machineLine } from './machine.ts';
import { InstanceError } from './instances.ts';
import { OptionError, readOptions } from './options.ts';

const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  stock: () => import('./stock.ts'),
  scans: () => import('./scans.ts'),
  allocation: () => import('./allocation.ts'),
  intake: () => import('./intake.ts'),
  routes: () => import('./routes.ts'),
};

async function list(): Promise<string> {
  const lines: string[] = [];
  for (const [name, load] of Object.entries(benches)) lines.push(`  ${name.padEnd(12)}${(await load()).bench.about}`);
  return `npm run bench -- <name> [--seconds N] [--rounds N] [--set DIR] [--report FILE] [--json]\n${lines.join('\n')}`;
}

/** Slow is no failure; what was done wrong on the way is. */
async function main(): Promise<number> {
  const { name, options } = readOptions(process.argv.slice(2));
  const load = name === undefined || !Object.hasOwn(benches, name) ? undefined : benches[name];
  if (load === undefined) {
    console.error(name === undefined ? await list() : `there is no benchmark ${name}\n${await list()}`);
    return name === undefined ? 0 : 1;
  }
  const machine = machineFacts();
  const print = options.json ? () => undefined : (line: string) => console.log(line);
  print(`${name}: ${machineLine(machine)}`);
  const { bench } = await load();
  const findings = await bench.run(options, (line) => process.stderr.write(`${line}\n`));
  printFindings(findings, print);
  const { clean, bars, figures } = findings;
  if (options.json) console.log(JSON.stringify({ bench: name, machine, clean, bars, ...figures }));
  return clean ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof OptionError || error instanceof InstanceError ? error.message : error);
    process.exit(1);
  },
);
