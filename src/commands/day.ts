import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { programOf } from '../platform/program.ts';
import type { Audit } from './audit/run.ts';
import { helpIfAsked } from './help.ts';
import { closingOf } from './day/closing.ts';
import { printTable } from './day/figures.ts';
import { InputError } from './day/inputError.ts';
import { OptionError, readOptions, type DayOptions } from './day/options.ts';
import { strayed } from './day/strayed.ts';
import { playDay, readInput } from './day/play.ts';
import { reportOf } from './day/report.ts';
import { joinSite, startSite, type Site } from './day/site.ts';
import type { Stage } from './day/stage.ts';

const HELP = `usage: npm run day -- [options]

  plays one working day of a site through its doors, then audits it

  --orders N        how many (200)
  --pickers N       how many (8)
  --vehicles N      how many (6)
  --cutoffs N       how many a day, 1 to 4 (2)
  --baskets FILE    what was bought together: TSV or CSV, plain or .gz, columns invoice, sku, qty, timestamp
  --stops FILE      where customers live: CSV, columns id, lat, lon, name
  --short-rate R    the share of picks that find the bin empty, 0 to 0.5 (0)
  --seed N          the same seed plays the same shop (1)
  --speed N         seconds of the site in one of the wall, at most; without it as fast as the machine goes
  --url URL         on a running instance, whose database DATABASE_URL or DATA_DIR names, instead of one of its own
  --storm           the app killed three times in it, its database once
  --report FILE     the figures and charts as HTML
  --json            the figures as one line of JSON, the last one
`;

const clockText = (at: number) => {
  const [hour, minute] = [Math.floor(at / 3600), Math.floor((at % 3600) / 60)];
  return `${hour >= 24 ? '+1 ' : ''}${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

/** A line that is written over on a terminal, and now and then elsewhere. */
function progress() {
  let written = 0;
  const screen = process.stderr.isTTY;
  return (stage: Stage, now: number) => {
    const wall = Date.now();
    if (wall - written < (screen ? 200 : 10_000)) return;
    written = wall;
    const { notes, orders } = stage;
    const hours = [...notes.hours.values()];
    const of = (what: 'picked' | 'packed' | 'delivered') => hours.reduce((sum, hour) => sum + hour[what], 0);
    const line = `${clockText(now)}  ordered ${notes.orders.size}/${orders.length}  in ${notes.unitsIn}  picked ${of('picked')}  packed ${of('packed')}  delivered ${of('delivered')}  scans ${notes.scans}`;
    process.stderr.write(screen ? `\r${line.padEnd(110)}` : `${line}\n`);
  };
}

/** The audit as `npm run audit` runs it, on the database that the day was played on. */
function auditOf(site: Site): Promise<Audit> {
  return new Promise((found, fail) => {
    const child = spawn(process.execPath, [...programOf('src/commands/audit.ts'), '--json'], {
      env: { ...process.env, ...site.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('exit', (code) => {
      if (code === 0 || code === 1) found(JSON.parse(text) as Audit);
      else
        fail(new OptionError('the audit could not run: name the database of the instance by DATABASE_URL or DATA_DIR'));
    });
  });
}

async function main(options: DayOptions): Promise<number> {
  const began = Date.now();
  // a file that cannot be read stops the day before anything is started
  const input = readInput(options);
  const site = options.url === undefined ? await startSite(options.seed) : joinSite(options.url);
  try {
    // what cannot be audited in the end is told before hours of a day are played
    if (options.url !== undefined) await auditOf(site);
    const played = await playDay(site, options, progress(), input);
    if (process.stderr.isTTY) process.stderr.write('\n');
    const [appCpu_s, databaseCpu_s] = [await site.appCpu_s(), await site.databaseCpu_s()];
    const audit = await auditOf(site);
    const day = closingOf(played, { audit, appCpu_s, databaseCpu_s, wall_s: (Date.now() - began) / 1000 });
    if (!day.units.closed) day.problems.push(...(await strayed(played.stage)));
    printTable(day, (line) => console.log(line));
    if (options.report !== undefined) writeFileSync(options.report, reportOf(day));
    for (const { line, why } of played.input.malformed.slice(0, 50)) console.log(`baskets line ${line}: ${why}`);
    console.log(day.passed ? 'the day passed' : 'the day did not pass');
    if (options.json) console.log(JSON.stringify(day));
    return day.passed ? 0 : 1;
  } finally {
    await site.stop();
  }
}

async function start(): Promise<number> {
  return main(readOptions(process.argv.slice(2)));
}

helpIfAsked(HELP);
start().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = error instanceof OptionError || error instanceof InputError;
    console.error(expected ? error.message : error);
    process.exit(1);
  },
);
