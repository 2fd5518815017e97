import { ConfigError, readConfig, type Config } from '../../platform/config.ts';
import { startEmbedded } from '../../platform/embedded/index.ts';
import { DatabaseRoleError } from '../../platform/roles.ts';
import { takeSecrets, wrappingKeys } from '../../platform/secret.ts';
import { helpIfAsked } from '../help.ts';
import { BackupError } from './backupError.ts';
import { connected } from './connected.ts';
import { HELP, readOptions, type Options } from './options.ts';
import { progressOn, type Progress } from './progress.ts';

export interface Run extends Options {
  config: Config;
  /** Of the secrets at hand, the present one first. */
  keyIds: string[];
  progress: Progress;
  signal: AbortSignal;
  /** The database's address; an embedded one is started for it and let go at the end. */
  database(): Promise<string>;
}

interface Told {
  exit: number;
  lines: string[];
  json: Record<string, unknown>;
}

/**
 * Runs one of the two commands: options, configuration, database, and what is told at the end. An expected failure is
 * told as `code: message` without a stack; Ctrl-C and SIGTERM end the work with nothing half done.
 */
export async function startCommand(command: 'backup' | 'restore', work: (run: Run) => Promise<Told>): Promise<never> {
  helpIfAsked(HELP[command]);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const progress = progressOn(process.stderr);
  let letGo: () => Promise<void> = async () => undefined;
  const tell = async (): Promise<number> => {
    const options = readOptions(command, process.argv.slice(2));
    // a restore that is refused leaves no secret behind that belongs to nothing
    const config = readConfig(undefined, { makeSecret: command !== 'restore' });
    takeSecrets(config);
    const database = async () => {
      const embedded = config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir }) : undefined;
      if (embedded !== undefined) letGo = () => embedded.stop();
      // the owner of the tables, whom no wall keeps from a row
      const url = config.ownerUrl ?? embedded!.url;
      await connected(url, () => Promise.resolve());
      return url;
    };
    const keyIds = wrappingKeys().map(({ keyId }) => keyId);
    const told = await work({ ...options, config, keyIds, progress, signal: stop.signal, database });
    progress.done();
    for (const line of told.lines) console.log(line);
    if (options.json) console.log(JSON.stringify(told.json));
    return told.exit;
  };
  const exit = await tell().catch((error: unknown) => failure(progress, stop.signal.aborted, error));
  await letGo();
  process.exit(exit);
}

function failure(progress: Progress, stopped: boolean, error: unknown): number {
  progress.done();
  const known = error instanceof BackupError ? error.code : error instanceof ConfigError ? 'config_invalid' : undefined;
  const code = stopped ? 'interrupted' : error instanceof DatabaseRoleError ? error.message.split(':')[0] : known;
  const message = stopped ? 'ended before it was whole; nothing is left of it' : (error as Error).message;
  console.error(code === undefined ? error : `${code}: ${message}`);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: { code: code ?? 'fault', message } }));
  return 1;
}
