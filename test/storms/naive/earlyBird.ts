import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { connect } from '../../../src/platform/database.ts';

/**
 * The wrong twin of a server that takes scans: it answers at once and writes when it finds the time, as one that keeps a
 * queue in its memory does. Runs as a process of its own, so that it can be killed.
 */
export async function startEarlyBird(databaseUrl: string): Promise<{ url: string; kill(): Promise<void> }> {
  const child = fork(fileURLToPath(import.meta.url), [databaseUrl], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Long enough for a few scans to be answered and not written. */
const LATER_MS = 200;

function serve(databaseUrl: string): void {
  const db = connect(databaseUrl, 2);
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { deviceId, seq } = JSON.parse(text) as { deviceId: string; seq: number };
      setTimeout(() => {
        void db.raw(
          `INSERT INTO scan (device_id, seq, site_id, actor_id, flow, code, source, device_at, at, clock_off, gap, body_hash, ok, answer)
           SELECT ?, ?, site_id, '00000000-0000-7000-8000-000000000000', 'move', '', 'wedge', now(), now(), false, false, '', false, '{}'
             FROM site LIMIT 1`,
          [deviceId, seq],
        );
      }, LATER_MS);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: false, seq }));
    });
  });
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2]!);
