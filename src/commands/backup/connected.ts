import pg from 'pg';
import { BackupError } from './backupError.ts';

/**
 * A connection of its own whose statements may take as long as they need; the signal cuts it.
 * @throws BackupError database_unreachable
 */
export async function connected<T>(
  url: string,
  run: (client: pg.Client) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'daybreak-backup', keepAlive: true });
  let lost: Error | undefined;
  // a server that dies under it fails the running query, which is told; this event would end the process before
  client.on('error', (error) => (lost = error));
  await client.connect().catch((error: unknown) => {
    throw unreachable(error);
  });
  cutBy(client, signal);
  try {
    await client.query('SET statement_timeout = 0');
    return await run(client);
  } catch (error) {
    throw lost === undefined ? error : unreachable(lost);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Whatever the connection waits for ends at once, and the server takes its transaction back.
 * @returns what to call once there is nothing left to take back
 */
export function cutBy(client: pg.Client, signal: AbortSignal | undefined): () => void {
  const cut = () => void client.end().catch(() => undefined);
  if (signal?.aborted) cut();
  signal?.addEventListener('abort', cut, { once: true });
  return () => signal?.removeEventListener('abort', cut);
}

function unreachable(error: unknown): BackupError {
  const { message, code } = error as Error & { code?: string };
  return new BackupError('database_unreachable', `The database cannot be reached: ${message || code}`, error);
}
