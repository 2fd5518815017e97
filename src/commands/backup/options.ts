import { parseArgs, type ParseArgsConfig } from 'node:util';
import { BackupError } from './backupError.ts';

export interface Options {
  folder: string;
  json: boolean;
  /** The name of another database on the same server. */
  into: string | undefined;
}

const NAME = /^[a-z_][a-z0-9_]{0,62}$/;

const USAGE = {
  backup: 'npm run backup -- DIR [--json]',
  restore: 'npm run restore -- DIR [--into DATABASE] [--json]',
};

export const HELP = {
  backup: `usage: ${USAGE.backup}

  writes the running site of DATABASE_URL or DATA_DIR into DIR, which is new or empty
  the secret is not in it: keep it elsewhere

  --json             the figures as one line of JSON
`,
  restore: `usage: ${USAGE.restore}

  fills the empty database of DATABASE_URL or DATA_DIR from DIR, then audits it

  --into DATABASE    the database of that name on the same server instead, made where there is none
  --json             the figures as one line of JSON
`,
};

/** @throws BackupError option_invalid */
export function readOptions(command: 'backup' | 'restore', args: string[]): Options {
  const json = { type: 'boolean' as const, default: false };
  const options: ParseArgsConfig['options'] = command === 'restore' ? { json, into: { type: 'string' } } : { json };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [folder, ...more] = positionals;
    if (folder === undefined || folder === '' || more.length > 0)
      throw new Error(`got ${positionals.length} folders, expected one`);
    const into = values['into'] as string | undefined;
    if (into !== undefined && !NAME.test(into))
      throw new Error(`--into: got ${JSON.stringify(into)}, expected lower case letters, digits and _, 63 at most`);
    return { folder, json: values['json'] === true, into };
  } catch (error) {
    throw new BackupError('option_invalid', `${(error as Error).message}\n${USAGE[command]}`);
  }
}
