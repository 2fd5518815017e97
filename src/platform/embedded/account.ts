import { readFile, stat } from 'node:fs/promises';

/** Whom the server runs as; undefined = as whoever runs the app. */
export interface Account {
  uid: number;
  gid: number;
}

export const isRoot = () => process.getuid?.() === 0;

/**
 * The account of a new cluster. PostgreSQL refuses uid 0 and looks its own user up, so root lends it an account that
 * the host already has; none is ever created.
 */
export async function accountForNewCluster(): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((fields) => fields[0] === name) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and /etc/passwd has neither "postgres" nor "nobody" to run it as. ' +
      'Start as an ordinary user, or set DATABASE_URL',
  );
}

/** The account that owns a cluster stays its account, also where the host got a `postgres` user since. */
export async function accountOfCluster(data: string): Promise<Account | undefined> {
  const { uid, gid } = await stat(data);
  if (isRoot()) return { uid, gid };
  if (process.getuid && uid !== process.getuid())
    throw new Error(`${data} belongs to the user with uid ${uid}. Start as that user or as root, or set DATA_DIR`);
  return undefined;
}
