import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/**
 * The wrong twin of an app that outlives its connections: its pool tells of a connection that was dropped, and nobody
 * listens. Resolves with the process's end once its connection is there.
 */
export async function startDeafPool(url: string): Promise<{ ended: Promise<number | null> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  await Promise.race([once(child.stdout, 'data'), ended]);
  return { ended };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pool = new pg.Pool({ connectionString: process.argv[2], application_name: 'deaf', idleTimeoutMillis: 0 });
  await pool.query('SELECT 1');
  process.stdout.write('connected\n');
  setInterval(() => undefined, 1000);
}
