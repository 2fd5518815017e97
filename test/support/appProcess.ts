import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { built } from './built.ts';
import { SECRET_KEY } from './command.ts';

/** The app as `npm start` runs it, as a child process on a given database and the machine's clock. */
export interface AppProcess {
  url: string;
  pid: number;
  alive(): boolean;
  /** Ends it with -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Its log and what it told on standard error. */
  told(): string;
}

/** A guard: on a machine that is busy with other things a start takes long. */
const READY_MS = 300_000;

export async function startAppProcess(
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<AppProcess> {
  const child = spawn(process.execPath, built('src/main.ts'), {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      SECRET_KEY,
      PORT: '0',
      HOST: '127.0.0.1',
      DEMO: '0',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let told = '';
  child.stderr!.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const alive = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals) => {
    if (!alive()) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const url = await new Promise<string>((found, fail) => {
    let out = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`the app was not ready within ${READY_MS / 1000} s: ${told}`));
    }, READY_MS);
    child.stdout!.on('data', (chunk: Buffer) => {
      if (out === 'ready') told += chunk.toString();
      else out += chunk.toString();
      const ready = /^ready (http:\S+)$/m.exec(out)?.[1];
      if (ready === undefined) return;
      clearTimeout(timer);
      out = 'ready';
      found(ready.replace('localhost', '127.0.0.1'));
    });
    // 'exit' may come before the last of what it told was read
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(new Error(`the app ended with ${code} before it was ready: ${told}`));
    });
  });
  return { url, pid: child.pid!, alive, kill: () => end('SIGKILL'), stop: () => end('SIGTERM'), told: () => told };
}
