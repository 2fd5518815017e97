import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database.ts';
import { databaseUrl, deleteEmbedded, startEmbedded } from '../../src/platform/embedded/index.ts';
import { newCode } from '../../src/platform/ids.ts';
import { PROJECT } from '../../src/platform/program.ts';
import { ask } from './ask.ts';
import { dropDatabase } from './database.ts';

/** What the test files get: a server, the name of a migrated database on it to be cloned, and the app that processes run. */
export interface TestServer {
  url: string;
  template: string;
  /** The folder of what `npm run build:server` makes of the sources as they are now. */
  built: string;
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
  const code = newCode().toLowerCase();
  const [template, built] = [`test_template_${code}`, join(PROJECT, `dist/test-${code}`)];
  const dropAndStop = async () => {
    await rm(built, { recursive: true, force: true });
    for (const name of [`${template}_day`, template]) await dropDatabase(url, name);
    await stop();
  };
  try {
    await ask(url, `CREATE DATABASE ${template}`);
    await Promise.all([migrate(databaseUrl(url, template)), buildInto(built)]);
  } catch (error) {
    await dropAndStop();
    throw error;
  }
  return { server: { url, template, built }, stop: dropAndStop };
}

/** Into a folder of this run, for a new build takes the old one away from whoever runs it. */
async function buildInto(folder: string): Promise<void> {
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(PROJECT, 'tsconfig.build.json'), '--outDir', folder]);
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
