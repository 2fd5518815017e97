import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DayFigures } from '../../src/commands/day/figures.ts';
import { deleteEmbedded } from '../../src/platform/embedded/index.ts';
import { figuresOf, startCommand } from '../support/command.ts';

const seed = Number(process.env['SEED'] ?? 1);
let dataDir: string | undefined;

afterAll(async () => {
  if (dataDir === undefined) return;
  await deleteEmbedded(join(dataDir, `day-${seed}`));
  await rm(dataDir, { recursive: true, force: true });
});

describe(`a day in whose middle things are killed (seed ${seed})`, () => {
  it(
    'goes on after each kill -9 of the app and of its database, and ends as any other day',
    { timeout: 300_000 },
    async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'daybreak-storm-'));
      const size = ['--orders', '6', '--pickers', '2', '--vehicles', '1', '--cutoffs', '1', '--seed', `${seed}`];
      const environment = { DATA_DIR: dataDir, DATABASE_URL: '', LOG_LEVEL: 'silent' };
      const ended = await startCommand('day', [...size, '--storm', '--json'], environment).ended;
      expect(ended.code, ended.out + ended.told).toBe(0);
      const { storm, passed, audit, units, problems } = figuresOf(ended) as DayFigures;
      expect({ passed, clean: audit.clean, closed: units.closed, problems }).toEqual({
        passed: true,
        clean: true,
        closed: true,
        problems: [],
      });
      expect(storm).toMatchObject({ kills: { app: 3, database: 1 }, missed: 0 });
      expect(storm!.repeated.requests + storm!.repeated.scans).toBeGreaterThan(0);
      expect(ended.out).toContain('app killed 3 times, database once');
    },
  );

  it('is refused where the app or its database is not its own to kill', async () => {
    const joined = await startCommand('day', ['--storm', '--url', 'http://127.0.0.1:1'], {}).ended;
    expect(joined).toMatchObject({ code: 1, told: expect.stringContaining('--storm: got --url as well') as string });
  });
});
