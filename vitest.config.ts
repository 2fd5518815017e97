import { defineConfig } from 'vitest/config';

const project = (name: string, folders: string[], more: object = {}) => ({
  test: { name, include: folders.map((folder) => `test/${folder}/**/*.test.ts`), environment: 'node', ...more },
});

const withDatabase = {
  globalSetup: ['test/support/globalSetup.ts'],
  testTimeout: 60_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('structure', ['structure']),
      project('solver', ['solver'], { testTimeout: 60_000 }),
      project('server', ['platform', 'modules', 'models', 'storms', 'locks', 'commands'], withDatabase),
      project('journeys', ['journeys'], { ...withDatabase, testTimeout: 180_000 }),
    ],
  },
});
