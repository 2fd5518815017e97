import { ConfigError, readConfig, type Config } from '../platform/config.ts';
import { connect, type Database } from '../platform/database.ts';
import { ROTATION_LOCK } from '../platform/locks.ts';
import { startEmbedded } from '../platform/embedded/index.ts';
import { rereadSecrets, takeSecrets, wrappingKey, wrappingKeys } from '../platform/secret.ts';
import { optionsOf } from './help.ts';
import { leftUnderOthers, rotate, RotationError } from './rotateKey/rotate.ts';
import { addSecret, dropOlder } from './rotateKey/secretFile.ts';

const HELP = `usage: npm run rotate-key -- [--portion N] | --drop-old

  puts every key of personal data under a new secret, while the app runs; goes on where it was cut

  --portion N    recipients in one transaction, 1 to 10000 (500)
  --drop-old     takes the older secrets out of the file, once nothing needs them
`;
const known = { 'drop-old': { type: 'boolean', default: false }, portion: { type: 'string', default: '500' } } as const;
const options = optionsOf({ options: known }, HELP, 1);

/** @throws RotationError */
function portionOf(text: string): number {
  const portion = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (portion >= 1 && portion <= 10_000) return portion;
  throw new RotationError(`--portion: got ${JSON.stringify(text)}, expected a number from 1 to 10000`);
}

/** A rotation that was cut is finished; a new secret is made only where nothing waits for the present one. */
async function turn(db: Database, { secretFile }: Config, portion: number): Promise<void> {
  const unfinished = (await leftUnderOthers(db)) > 0 && wrappingKeys().length > 1;
  if (secretFile !== undefined && !unfinished) {
    addSecret(secretFile);
    rereadSecrets();
  }
  if (secretFile === undefined && wrappingKeys().length === 1 && (await leftUnderOthers(db)) === 0) {
    const how = 'give a new SECRET_KEY, and the one that it follows in SECRET_KEYS_OLD';
    throw new RotationError(`there is nothing to rotate: all is under SECRET_KEY already; ${how}`);
  }
  const { wrapped, upgraded, portions } = await rotate(db, {
    portion,
    progress: (so) => process.stderr.write(`${so.wrapped + so.upgraded} keys so far\n`),
  });
  console.log(
    `all under key ${wrappingKey().keyId}: ${wrapped} wrapped anew, ${upgraded} upgraded, ${portions} portions`,
  );
  console.log(
    secretFile === undefined
      ? 'SECRET_KEYS_OLD may go, once every process runs with the new SECRET_KEY'
      : `the older secrets may leave ${secretFile}: npm run rotate-key -- --drop-old`,
  );
}

async function drop(db: Database, { secretFile }: Config): Promise<void> {
  if (secretFile === undefined) throw new RotationError('take SECRET_KEYS_OLD out of the environment instead');
  const left = await leftUnderOthers(db);
  if (left > 0) throw new RotationError(`${left} keys still need an older secret: run npm run rotate-key first`);
  dropOlder(secretFile);
  console.log(`only key ${wrappingKey().keyId} is left in ${secretFile}; backups from before still need the others`);
}

async function main(): Promise<void> {
  const portion = portionOf(options.portion);
  const config = readConfig();
  takeSecrets(config);
  const embedded = config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir }) : undefined;
  const db = connect(config.ownerUrl ?? embedded!.url, 3);
  try {
    // one at a time; a transaction that writes nothing holds nobody up
    await db.transaction(async (guard) => {
      const { rows } = (await guard.raw(`SELECT pg_try_advisory_xact_lock(${ROTATION_LOCK}) AS free`)) as {
        rows: { free: boolean }[];
      };
      if (!rows[0]!.free) throw new RotationError('another rotation is running');
      await (options['drop-old'] ? drop(db, config) : turn(db, config, portion));
    });
  } finally {
    await db.destroy();
    await embedded?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError || error instanceof RotationError ? error.message : error);
    process.exit(1);
  },
);
