import { defineConfig } from 'vitest/config';

const project = (name: string, folders: string[], more: object = {}) => ({
  test: { name, include: folders.map((folder) => `test/${folder}/**/*.test.ts`), environment: 'node', ...more },
});

/** A day counts what its own process has served. */
const days = ['test/journeys/day*.test.ts'];

/** A guard, not a measure: nobody is told to be quicker in the long form of a storm, or on a busy machine. */
const guard_ms = 300_000 * Number(process.env['STORM_ROUNDS'] ?? 1);

const withDatabase = {
  globalSetup: ['test/support/globalSetup.ts'],
  testTimeout: guard_ms,
  hookTimeout: guard_ms,
};

const withBrowser = { ...withDatabase, testTimeout: 180_000, expect: { poll: { timeout: 20_000 } } };

/** Files share a process, which reads the sources once: 30 % less CPU for files with a server. */
const together = { isolate: false };

export default defineConfig({
  test: {
    // two cores: a file waits for its browser, its database or its processes a quarter of its time
    maxWorkers: 3,
    projects: [
      project('structure', ['structure'], together),
      project('solver', ['solver'], { ...together, testTimeout: 60_000 }),
      project('server', ['platform', 'modules', 'models', 'storms', 'locks', 'commands'], {
        ...together,
        ...withDatabase,
      }),
      project('journeys', ['journeys'], { ...together, ...withBrowser, exclude: days }),
      project('days', [], { ...withBrowser, include: days }),
    ],
  },
});
