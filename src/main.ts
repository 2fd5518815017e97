import { createServer } from 'node:net';
import { buildApp } from './app.ts';
import { seedDemo } from './commands/demo.ts';
import { drivenClock, wallClock, type Clock } from './platform/clock.ts';
import { useRoads } from './dispatch/index.ts';
import { readConfig, type Config } from './platform/config.ts';
import { appLogin, connect, migrate } from './platform/database.ts';
import { startEmbedded } from './platform/embedded/index.ts';
import { makeLog } from './platform/log.ts';
import { limitsOf } from './platform/rateLimit.ts';
import { takeSecrets } from './platform/secret.ts';
import { noTelemetry, startTelemetry } from './platform/telemetry.ts';

/** How long open requests may take to end after SIGTERM. */
const GRACE_MS = 10_000;

/** The parent of a simulated day sends `{clock: ISO time}` and gets it back once it is set. */
function clockOf(config: Config): Clock {
  if (config.clock === 'wall') return wallClock;
  const clock = drivenClock(new Date(0));
  process.on('message', (message: { clock?: string }) => {
    if (message.clock === undefined) return;
    clock.set(new Date(message.clock));
    process.send?.({ clock: message.clock });
  });
  return clock;
}

/** Before anything is changed that an app on this port, perhaps this one started twice, goes by. */
async function refuseTakenPort({ port, host }: Config): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, host, resolve);
  });
  await new Promise((closed) => probe.close(closed));
}

/** Lets the embedded database go: also where the start fails after it, or it would be left running with nobody to stop it. */
let leave: () => Promise<void> = async () => undefined;

async function start(): Promise<void> {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const clock = clockOf(config);
  await refuseTakenPort(config);
  takeSecrets(config);
  useRoads(config.roads);
  const embedded = config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir, log }) : undefined;
  if (embedded !== undefined) leave = () => embedded.stop();
  const url = config.databaseUrl ?? embedded!.url;
  const roles = await migrate(config.ownerUrl ?? url, url);
  const db = connect(embedded === undefined ? url : await appLogin(url, roles), undefined, roles);
  if (config.demo) for (const line of await seedDemo(db, config)) process.stdout.write(`${line}\n`);
  const { role, keep, trustedProxies, metricsFrom, collector } = config;
  const limits = limitsOf(config.rates);
  const telemetry = collector === undefined ? noTelemetry : startTelemetry(collector, log);
  const app = await buildApp({ db, clock, log, role, keep, trustedProxies, metricsFrom, limits, telemetry });
  await new Promise<void>((resolve, reject) => {
    app.http.once('error', reject);
    app.http.listen(config.port, config.host, resolve);
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // whoever goes on asking is hung up on, so that the database is still stopped in good order
    setTimeout(() => app.http.closeAllConnections(), GRACE_MS / 2).unref();
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    let code = 0;
    try {
      await app.stop();
      await db.destroy();
    } catch (error) {
      code = 1;
      log.error({ err: error }, 'stop');
    }
    // whatever did not end well: a database left running would be nobody's
    await leave();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  process.on('disconnect', () => void stop());
  const { port } = app.http.address() as { port: number };
  process.stdout.write(`ready http://localhost:${port}\n`);
}

/** Faults that a variable causes, by its name. */
const NAMED: Record<string, string> = {
  EADDRINUSE: 'PORT is taken: ',
  EADDRNOTAVAIL: 'HOST is not an address of this machine: ',
  ECONNREFUSED: 'DATABASE_URL: nobody answers there: ',
  ENOTFOUND: 'DATABASE_URL: there is no such host: ',
  '28P01': 'DATABASE_URL: ',
  '3D000': 'DATABASE_URL: ',
};

start().catch(async (error: unknown) => {
  const { message, code } = error as Error & { code?: string };
  const told = `${NAMED[code ?? ''] ?? ''}${message}`;
  process.stderr.write(`daybreak cannot start\n${told}\n`);
  await leave().catch(() => undefined);
  process.exit(1);
});
