import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database.ts';
import { databaseUrl, deleteEmbedded, startEmbedded } from '../../src/platform/embedded/index.ts';
import { newCode } from '../../src/platform/ids.ts';
import { ask } from './ask.ts';
import { dropDatabase } from './database.ts';

/** What the test files get: a server, and the name of a migrated database on it to be cloned. */
export interface TestServer {
  url: string;
  template: string;
}

interface Running {
  server: TestServer;
  stop: () => Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

// vitest loads this file once for each project that names it, all in one process: they share one server
const shared = globalThis as { testServer?: Promise<Running> | undefined; testServerUsers?: number };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.testServerUsers = (shared.testServerUsers ?? 0) + 1;
  shared.testServer ??= start();
  const running = await shared.testServer;
  project.provide('testServer', running.server);
  return async () => {
    shared.testServerUsers = (shared.testServerUsers ?? 1) - 1;
    if (shared.testServerUsers > 0) return;
    shared.testServer = undefined;
    await running.stop();
  };
}

async function start(): Promise<Running> {
  const given = process.env['TEST_DATABASE_URL'];
  const { url, stop } = given ? { url: given, stop: async () => undefined } : await startOwn();
  const template = `test_template_${newCode().toLowerCase()}`;
  const dropAndStop = async () => {
    for (const name of [`${template}_day`, template]) await dropDatabase(url, name);
    await stop();
  };
  try {
    await ask(url, `CREATE DATABASE ${template}`);
    await migrate(databaseUrl(url, template));
  } catch (error) {
    await dropAndStop();
    throw error;
  }
  return { server: { url, template }, stop: dropAndStop };
}

/** Its folder is new, so that any number of runs may go on at the same time. */
async function startOwn() {
  const dataDir = await mkdtemp(join(tmpdir(), 'daybreak-test-'));
  const embedded = await startEmbedded({ dataDir, fsync: false });
  const stop = async () => {
    await embedded.stop();
    await deleteEmbedded(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: embedded.url, stop };
}
