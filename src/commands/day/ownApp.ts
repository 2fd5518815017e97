import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { programOf } from '../../platform/program.ts';
import { processCpu_s } from './databaseCpu.ts';

/** The app of a day, as a child process that is started again on its port where it is killed. */
export interface OwnApp {
  url: string;
  setClock(at: Date): Promise<void>;
  /** User and system seconds, those of the killed ones included. */
  cpu_s(): number | undefined;
  /** Ends it with -9; resolves when another one is ready in its place. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 60_000;

/** Starts the app as `npm start` does, on a clock that its parent drives. */
export async function startApp(environment: Record<string, string>): Promise<OwnApp> {
  const port = await freePort();
  let child = launch(environment, port);
  let ready: Promise<unknown> = untilReady(child);
  let clock: Date | undefined;
  let spent_s = 0;
  await ready;
  return {
    url: `http://127.0.0.1:${port}`,
    async setClock(at) {
      clock = at;
      do await ready;
      while (!(await sendClock(child, at)) && child.signalCode === 'SIGKILL');
      if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}`);
    },
    cpu_s() {
      const living_s = processCpu_s(child.pid!);
      return living_s === undefined ? undefined : spent_s + living_s;
    },
    async kill() {
      spent_s += processCpu_s(child.pid!) ?? 0;
      const killed = child;
      ready = once(killed, 'exit').then(() => {
        child = launch(environment, port);
        // waits in the channel until the app hears: nobody is served before it knows the time
        if (clock !== undefined) child.send({ clock: clock.toISOString() });
        return untilReady(child);
      });
      killed.kill('SIGKILL');
      await ready;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function launch(environment: Record<string, string>, port: number): ChildProcess {
  return spawn(process.execPath, programOf('src/main.ts'), {
    env: {
      ...process.env,
      ...environment,
      PORT: `${port}`,
      HOST: '127.0.0.1',
      CLOCK: 'driven',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

/**
 * Below the ports that systems give to outgoing connections and above those of the embedded databases: while the app is
 * down somebody who asks for it could else be given its port.
 */
async function freePort(): Promise<number> {
  for (let port = 25_000 + (process.pid % 5000); port < 32_000; port++) {
    const probe = createServer();
    const free = await new Promise<boolean>((found) => {
      probe.once('error', () => found(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => found(true)));
    });
    if (free) return port;
  }
  throw new Error('no port between 25000 and 32000 is free on 127.0.0.1');
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((found, fail) => {
    let text = '';
    const timer = setTimeout(() => fail(new Error(`the app was not ready within ${READY_MS / 1000} s`)), READY_MS);
    child.stdout!.on('data', (chunk: Buffer) => {
      if (text === 'ready') return;
      text += chunk.toString();
      if (!/^ready http:\S+$/m.test(text)) return;
      text = 'ready';
      clearTimeout(timer);
      found();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`the app ended with ${code} before it was ready`));
    });
  });
}

/** False where the app ended before it had set its clock. */
function sendClock(child: ChildProcess, at: Date): Promise<boolean> {
  const wanted = at.toISOString();
  return new Promise((told) => {
    const tell = (set: boolean) => {
      child.off('message', hear).off('exit', end);
      told(set);
    };
    const hear = (message: { clock?: string }) => {
      if (message.clock === wanted) tell(true);
    };
    const end = () => tell(false);
    child.on('message', hear).once('exit', end);
    if (child.exitCode !== null || child.signalCode !== null) end();
    // a channel that is closed already: the exit is about to be told
    else child.send({ clock: wanted }, () => undefined);
  });
}
