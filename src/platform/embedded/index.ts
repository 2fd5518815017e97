import { deleteCluster, findData, openCluster } from './cluster.ts';
import { hold, silent, type Log } from './hold.ts';
import { reach } from './keeper.ts';
import { livePostmaster } from './server.ts';

export interface EmbeddedOptions {
  dataDir: string;
  /** Default true. False only for tests: a power cut then loses the database. */
  fsync?: boolean;
  /** A folder with another build of PostgreSQL (bin, lib, share) instead of the installed package's. */
  native?: string;
  log?: Log;
}

export interface Embedded {
  /** postgres://daybreak:<password>@127.0.0.1:<port>/daybreak; the same for as long as this process holds the server. */
  url: string;
  /** Lets the server go; the last process that does so stops it. */
  stop(): Promise<void>;
}

/**
 * The PostgreSQL server of this DATA_DIR: joined where it runs, else started, else made. It is started again where it
 * dies while this process holds it.
 * @throws Error naming the cause, in words for whoever started the app
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, native, fsync = true, log = silent } = options;
  const cluster = await openCluster({ dataDir, fsync, native }, (text) => log.warn(text));
  const keeper = await reach(cluster, { fsync, native });
  const leave = hold(cluster, keeper, { fsync, native, log });
  let left: Promise<void> | undefined;
  return {
    url: `postgres://daybreak:${cluster.passwords.daybreak}@127.0.0.1:${keeper.port}/daybreak`,
    stop: () => (left ??= leave()),
  };
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

/** The server's main process, or undefined where none runs. */
export async function postmasterPid(dataDir: string): Promise<number | undefined> {
  const data = await findData(dataDir);
  return data === undefined ? undefined : (await livePostmaster(data))?.pid;
}

/** Deletes the database of this DATA_DIR for good, wherever it is. Its server must have stopped. */
export async function deleteEmbedded(dataDir: string): Promise<void> {
  if ((await postmasterPid(dataDir)) !== undefined) throw new Error(`The database of ${dataDir} is in use`);
  await deleteCluster(dataDir);
}
