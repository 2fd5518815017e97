import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ask } from './ask.ts';

const run = promisify(execFile);

/** The disk of a database, which a test fills up and makes room on. */
export interface SmallDisk {
  /** A disk of its own, where the test may mount one; else a database that is told to say that its disk is full. */
  how: 'mounted' | 'told';
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
  close(): Promise<void>;
}

const SIZE = '400m';

/** Moves a stopped cluster, as root's embedded databases lie (a pointer in DATA_DIR), to a disk of its own. */
export async function onSmallDisk(dataDir: string): Promise<SmallDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const pointer = join(dataDir, 'postgres/MOVED_TO');
  const data = (await readFile(pointer, 'utf8')).trim();
  const owner = await stat(data);
  const place = await mkdtemp(join(dirname(data), 'small-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', place]).then(
    () => true,
    () => false,
  );
  if (!mounted) {
    await rm(place, { recursive: true });
    return undefined;
  }
  await run('cp', ['-a', `${data}/.`, place]);
  await chown(place, owner.uid, owner.gid);
  await chmod(place, 0o700);
  await writeFile(pointer, `${place}\n`);
  await rm(data, { recursive: true });
  const ballast = join(place, 'ballast');
  return {
    how: 'mounted',
    async fill() {
      const file = await open(ballast, 'w');
      const piece = Buffer.alloc(1 << 20);
      for (let size = piece.length; size >= 512;) {
        const left = await file.write(piece, 0, size).catch(() => undefined);
        if (left === undefined) size >>= 1;
      }
      await file.close();
    },
    makeRoom: () => rm(ballast),
    async close() {
      await run('umount', [place]);
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** What PostgreSQL says of a full disk, said by the tables that every scan and promise is written to. */
export function toldFull(ownerUrl: string): SmallDisk {
  const each = (statement: (table: string) => string) =>
    Promise.all(['scan', 'ledger', 'promise'].map((table) => ask(ownerUrl, statement(table))));
  return {
    how: 'told',
    async fill() {
      await ask(
        ownerUrl,
        `CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`,
      );
      await each((table) => `CREATE TRIGGER disk_full BEFORE INSERT ON ${table} EXECUTE FUNCTION disk_full()`);
    },
    async makeRoom() {
      await each((table) => `DROP TRIGGER disk_full ON ${table}`);
    },
    close: () => Promise.resolve(),
  };
}
