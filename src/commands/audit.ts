import { ConfigError, readConfig } from '../platform/config.ts';
import { connect } from '../platform/database.ts';
import { startEmbedded } from '../platform/embedded/index.ts';
import { runAudit } from './audit/run.ts';
import { optionsOf } from './help.ts';

const HELP = `usage: npm run audit -- [--json]

  asks the database of DATABASE_URL or DATA_DIR for every invariant
  exit: 0 all hold, 1 one fails (its rows are printed), 2 nothing could be asked
`;
/** Not a verdict: nothing could be asked. */
const COULD_NOT = 2;
const options = optionsOf({ options: { json: { type: 'boolean', default: false } } }, HELP, COULD_NOT);

async function main(): Promise<number> {
  const config = readConfig();
  const embedded = config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir }) : undefined;
  const db = connect(config.ownerUrl ?? embedded!.url, 2);
  try {
    const found = await runAudit(db);
    if (options.json) console.log(JSON.stringify(found));
    else {
      for (const { number, name, must, rows } of found.invariants) {
        console.log(`${rows.length === 0 ? 'holds' : 'FAILS'}  ${String(number).padStart(2)}  ${name}: ${must}`);
        for (const row of rows.slice(0, 20)) console.log(`         ${JSON.stringify(row)}`);
      }
      console.log(found.clean ? `clean: ${found.invariants.length} invariants hold` : 'not clean');
    }
    return found.clean ? 0 : 1;
  } finally {
    await db.destroy();
    await embedded?.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const foreign = (error as { code?: string }).code === '42P01';
    if (foreign)
      console.error('The database of DATABASE_URL or DATA_DIR has none of the tables that are to be audited');
    else console.error(error instanceof ConfigError ? error.message : error);
    process.exit(COULD_NOT);
  },
);
