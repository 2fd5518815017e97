import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { letGo, reach, type Keeper } from './keeper.ts';
import { halt } from './server.ts';

export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Holds the server for this process and starts it again, on the same port, whenever it dies. Answers the way to leave.
 * The keeper's connection is unreferenced: it alone keeps no process alive.
 */
export function hold(
  cluster: Cluster,
  first: Keeper,
  options: { fsync: boolean; native?: string | undefined; log: Log },
): () => Promise<void> {
  const { log } = options;
  const leaving = new AbortController();
  let keeper = first;
  let isLeaving = false;
  let recovery: Promise<void> | undefined;

  function watch(): void {
    keeper.socket.unref();
    keeper.client.once('end', () => {
      if (!isLeaving) recovery = recover();
    });
  }

  async function recover(): Promise<void> {
    log.warn('the database server is gone; starting it again');
    for (let wait_ms = 500; !leaving.signal.aborted; wait_ms = Math.min(wait_ms * 2, 10_000)) {
      try {
        keeper = await reach(cluster, { ...options, port: first.port, signal: leaving.signal });
        if (keeper.port !== first.port)
          log.error(`the database server is now on port ${keeper.port}; this process must be started again`);
        recovery = undefined;
        log.info('the database server is back');
        return watch();
      } catch (error) {
        if (leaving.signal.aborted) return;
        log.error(`the database server is still gone: ${String(error)}`);
        await sleep(wait_ms, undefined, { signal: leaving.signal }).catch(() => undefined);
      }
    }
  }

  watch();
  return async function leave(): Promise<void> {
    isLeaving = true;
    if (recovery) await Promise.race([recovery, sleep(10_000)]);
    leaving.abort();
    keeper.socket.ref();
    const isLast = await letGo(keeper).catch(() => false);
    if (isLast) await halt(cluster, options.native);
    await keeper.client.end().catch(() => undefined);
    if (isLast) log.info('the database server has stopped');
  };
}
