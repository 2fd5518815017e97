import type { Client, Notification } from 'pg';
import type { Database } from './database.ts';
import type { Log } from './log.ts';
import { bell } from './outbox.ts';

/**
 * Kinds told since are sent together this often. PostgreSQL holds one lock over the commit of each transaction that notifies:
 * sixteen connections, each with a NOTIFY in its transaction, came to 500 commits a second instead of 2,000.
 */
const GAP_MS = 25;
const AGAIN_MS = 1000;

export interface FarBell {
  stop(): Promise<void>;
}

/**
 * Rings in the other processes on this database for what is told in this one, and here for what is told there. It has a
 * connection of its own; while that is gone nobody hears afar, and whoever listens finds by his poll what he missed.
 */
export function ringAfar(db: Database, log: Log): FarBell {
  const untold = new Set<string>();
  let wire: Client | undefined;
  let stopped = false;
  let gap: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;

  const send = () => {
    gap = undefined;
    if (untold.size === 0 || wire === undefined) return;
    const kinds = [...untold];
    untold.clear();
    wire.query(`SELECT pg_notify('told', $1)`, [kinds.join(' ')]).catch((cause: unknown) => {
      // on a connection that was gone already: told by the next one
      for (const kind of kinds) untold.add(kind);
      lose(cause);
    });
    gap = setTimeout(send, GAP_MS);
  };
  const hearHere = (kinds: ReadonlySet<string> | undefined, afar = false) => {
    if (afar || kinds === undefined) return;
    for (const kind of kinds) untold.add(kind);
    if (gap === undefined) send();
  };
  const lose = (cause: unknown) => {
    if (wire === undefined || stopped) return;
    log.warn({ err: cause }, 'the bell of other processes is not heard');
    void wire.end().catch(() => undefined);
    wire = undefined;
    again = setTimeout(begin, AGAIN_MS);
  };
  const open = async () => {
    const opened = await listening(db);
    if (stopped) return opened.end();
    opened.on('error', lose);
    opened.on('end', () => lose(undefined));
    wire = opened;
    send();
    // whatever was told while nobody listened
    bell.emit('told', undefined, true);
  };
  let opening: Promise<void>;
  const begin = () => {
    opening = open().catch(() => {
      if (!stopped) again = setTimeout(begin, AGAIN_MS);
    });
  };
  bell.on('told', hearHere);
  begin();
  return {
    async stop() {
      stopped = true;
      bell.off('told', hearHere);
      clearTimeout(gap);
      clearTimeout(again);
      await opening;
      await wire?.end();
    },
  };
}

interface Opener {
  client: { acquireRawConnection(): Promise<Client & { processID: number }> };
}

/** Outside of the pool, which would lend it to others. A bell that a crash swallows is not worth a wait for the disk. */
async function listening(db: Database): Promise<Client> {
  const wire = await (db as unknown as Opener).client.acquireRawConnection();
  wire.on('notification', ({ processId, payload }: Notification) => {
    if (processId !== wire.processID) bell.emit('told', new Set(payload!.split(' ')), true);
  });
  try {
    await wire.query('SET synchronous_commit = off');
    await wire.query('LISTEN told');
    return wire;
  } catch (error) {
    await wire.end();
    throw error;
  }
}
