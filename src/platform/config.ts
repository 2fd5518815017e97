import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const KEY = /^[0-9a-f]{64}$/i;
const KEY_FORM = 'expected 64 hexadecimal digits';

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value);

const Environment = z.object({
  PORT: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  DATABASE_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, 'expected postgres://user:password@host:port/database')
      .optional(),
  ),
  DATA_DIR: z.preprocess(blankIsAbsent, z.string().default('.data')),
  REDIS_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^rediss?:\/\/\S+$/, 'expected redis://host:port')
      .optional(),
  ),
  ROLE: z.preprocess(blankIsAbsent, z.enum(['web', 'worker', 'all']).default('all')),
  DEMO: z.preprocess(blankIsAbsent, z.enum(['0', '1']).optional()),
  DEMO_PASSWORD: z.preprocess(blankIsAbsent, z.string().min(8).optional()),
  SECRET_KEY: z.preprocess(blankIsAbsent, z.string().regex(KEY, KEY_FORM).optional()),
  LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  CLOCK: z.preprocess(blankIsAbsent, z.enum(['wall', 'driven']).default('wall')),
});

/** What the process was told to be. Paths are absolute. */
export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  dataDir: string;
  redisUrl: string | undefined;
  role: 'web' | 'worker' | 'all';
  demo: boolean;
  demoPassword: string | undefined;
  secretKey: Buffer;
  logLevel: string;
  /** `driven`: time stands still until the parent process sets it (the simulated day). */
  clock: 'wall' | 'driven';
}

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads and validates the environment.
 * @throws ConfigError naming each wrong variable, what was got and what is expected
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}: got ${shown(name, environment[name])}, ${issue.message}`;
    });
    throw new ConfigError(problems.join('\n'));
  }
  const env = parsed.data;
  const dataDir = resolve(env.DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    dataDir,
    redisUrl: env.REDIS_URL,
    role: env.ROLE,
    demo: env.DEMO === undefined ? env.DATABASE_URL === undefined : env.DEMO === '1',
    demoPassword: env.DEMO_PASSWORD,
    secretKey: env.SECRET_KEY ? Buffer.from(env.SECRET_KEY, 'hex') : keptSecret(dataDir),
    logLevel: env.LOG_LEVEL,
    clock: env.CLOCK,
  };
}

/** A wrong value as the terminal and its log may have it: a secret by its length, an address without its password. */
function shown(name: string, value = ''): string {
  if (name === 'SECRET_KEY' || name === 'DEMO_PASSWORD') return `${value.length} characters`;
  return JSON.stringify(value.replace(/\/\/[^@/]*@/, '//…@'));
}

/** The key made at the first start and kept beside the data that it protects; `wx` so that two starters agree on one. */
function keptSecret(dataDir: string): Buffer {
  const path = join(dataDir, 'secret.key');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = readFileSync(path, 'utf8').trim();
  // a start that was killed while it wrote the key must not seal anything with half of one
  if (!KEY.test(kept)) throw new ConfigError(`SECRET_KEY: got ${kept.length} characters in ${path}, ${KEY_FORM}`);
  return Buffer.from(kept, 'hex');
}
