import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { BlockList } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { areNetworks, networksOf, NETWORKS_FORM } from './networks.ts';
import { usualRates, type Rates } from './rateLimit.ts';
import type { Collector } from './telemetry.ts';

const KEY = /^[0-9a-f]{64}$/i;
const KEY_FORM = 'expected 64 hexadecimal digits';
const KEYS = /^[0-9a-f]{64}(\s*,\s*[0-9a-f]{64})*$/i;

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value);

const DatabaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/\S+$/, 'expected postgres://user:password@host:port/database')
  .optional();

/** Longer than ten years is a slip of the hand. */
const days = (usual: number) => z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(3650).default(usual));

const count = (usual: number, most = 1_000_000) =>
  z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(most).default(usual));

const Environment = z.object({
  PORT: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  DATABASE_URL: z.preprocess(blankIsAbsent, DatabaseUrl),
  DATABASE_OWNER_URL: z.preprocess(blankIsAbsent, DatabaseUrl),
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
  SECRET_KEYS_OLD: z.preprocess(blankIsAbsent, z.string().regex(KEYS, `${KEY_FORM}, several with commas`).optional()),
  ROADS_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^(osrm|valhalla)\+https?:\/\/[^\s?#]+$/, 'expected osrm+http://host:5000 or valhalla+http://host:8002')
      .optional(),
  ),
  LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  CLOCK: z.preprocess(blankIsAbsent, z.enum(['wall', 'driven']).default('wall')),
  TRUSTED_PROXIES: count(0, 10),
  METRICS_FROM: z.string().refine(areNetworks, NETWORKS_FORM).default(''),
  RATE_LIMITS: z.preprocess(blankIsAbsent, z.enum(['on', 'off']).default('on')),
  RATE_PER_TOKEN: count(usualRates.token),
  RATE_PER_ADDRESS: count(usualRates.address),
  RATE_COSTLY: count(usualRates.costly),
  RATE_WRONG_SIGN_INS: count(usualRates.wrong_perMinute),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^https?:\/\/\S+$/, 'expected http://collector:4318')
      .optional(),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^[\w-]+=[^,]*(,[\w-]+=[^,]*)*$/, 'expected name=value, several with commas')
      .optional(),
  ),
  OTEL_SERVICE_NAME: z.preprocess(blankIsAbsent, z.string().default('daybreak')),
  KEEP_FACTS_DAYS: days(14),
  KEEP_ANSWERS_DAYS: days(7),
  KEEP_REFUSALS_DAYS: days(90),
  KEEP_SESSIONS_DAYS: days(30),
  KEEP_POSITIONS_DAYS: days(30),
  KEEP_RECIPIENTS_DAYS: days(90),
});

/** How long what is removed by its age is kept. */
export interface Periods {
  facts_days: number;
  answers_days: number;
  refusals_days: number;
  sessions_days: number;
  positions_days: number;
  /** After the order has ended. */
  recipients_days: number;
}

/** What the process was told to be. Paths are absolute. */
export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  /** Who makes and owns the tables, where the login of databaseUrl does not. */
  ownerUrl: string | undefined;
  dataDir: string;
  redisUrl: string | undefined;
  role: 'web' | 'worker' | 'all';
  demo: boolean;
  demoPassword: string | undefined;
  secretKey: Buffer;
  /** Secrets of earlier times, which open what was sealed under them. */
  olderSecrets: Buffer[];
  /** Where the secrets are kept if they are not given; the first line is the present one. */
  secretFile: string | undefined;
  logLevel: string;
  /** `driven`: time stands still until the parent process sets it (the simulated day). */
  clock: 'wall' | 'driven';
  keep: Periods;
  rates: Rates;
  /** Proxies in front, whose word is taken for where a request came from. */
  trustedProxies: number;
  /** Who may ask for metrics, beside the own machine. */
  metricsFrom: BlockList;
  /** Who knows the roads; ways are crow-fly if not given. */
  roads: { kind: 'osrm' | 'valhalla'; url: string } | undefined;
  /** Where spans are sent; nowhere if not given. */
  collector: Collector | undefined;
}

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads and validates the environment. A secret that is not given is made and kept, but for those who are about to bring a
 * database with secrets of its own (`makeSecret: false`): they get one that nothing is sealed under.
 * @throws ConfigError naming each wrong variable, what was got and what is expected
 */
export function readConfig(
  environment: Record<string, string | undefined> = process.env,
  { makeSecret = true } = {},
): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}: got ${shown(name, environment[name])}, ${issue.message}`;
    });
    throw new ConfigError(problems.join('\n'));
  }
  const env = parsed.data;
  if (env.DATABASE_OWNER_URL !== undefined && env.DATABASE_URL === undefined) {
    throw new ConfigError(
      `DATABASE_OWNER_URL: got ${shown('DATABASE_OWNER_URL', env.DATABASE_OWNER_URL)}, expected DATABASE_URL beside it`,
    );
  }
  const dataDir = resolve(env.DATA_DIR);
  const secretFile = env.SECRET_KEY ? undefined : join(dataDir, 'secret.key');
  const [secretKey, ...older] = env.SECRET_KEY
    ? [Buffer.from(env.SECRET_KEY, 'hex')]
    : keptSecrets(dataDir, makeSecret);
  const given = (env.SECRET_KEYS_OLD ?? '').split(/\s*,\s*/).filter((key) => key !== '');
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    ownerUrl: env.DATABASE_URL && (env.DATABASE_OWNER_URL ?? env.DATABASE_URL),
    dataDir,
    redisUrl: env.REDIS_URL,
    role: env.ROLE,
    demo: env.DEMO === undefined ? env.DATABASE_URL === undefined : env.DEMO === '1',
    demoPassword: env.DEMO_PASSWORD,
    secretKey: secretKey!,
    olderSecrets: [...older, ...given.map((key) => Buffer.from(key, 'hex'))],
    secretFile,
    logLevel: env.LOG_LEVEL,
    clock: env.CLOCK,
    keep: periodsOf(env),
    rates: ratesOf(env),
    trustedProxies: env.TRUSTED_PROXIES,
    metricsFrom: networksOf(env.METRICS_FROM),
    roads: roadsOf(env.ROADS_URL),
    collector: collectorOf(env),
  };
}

function roadsOf(given: string | undefined): Config['roads'] {
  if (given === undefined) return undefined;
  const kind = given.startsWith('osrm') ? 'osrm' : 'valhalla';
  return { kind, url: given.slice(kind.length + 1).replace(/\/+$/, '') };
}

function collectorOf(env: z.infer<typeof Environment>): Collector | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const pairs = (env.OTEL_EXPORTER_OTLP_HEADERS ?? '').split(',').filter((pair) => pair !== '');
  // values are percent-encoded, as W3C Baggage has them
  const headers = pairs.map((pair) => [pair.split('=', 1)[0]!, decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]);
  return {
    endpoint,
    serviceName: env.OTEL_SERVICE_NAME,
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

function ratesOf(env: z.infer<typeof Environment>): Rates {
  const on = env.RATE_LIMITS === 'on';
  return {
    token: on ? env.RATE_PER_TOKEN : 0,
    address: on ? env.RATE_PER_ADDRESS : 0,
    costly: on ? env.RATE_COSTLY : 0,
    wrong_perMinute: on ? env.RATE_WRONG_SIGN_INS : 0,
  };
}

function periodsOf(env: z.infer<typeof Environment>): Periods {
  return {
    facts_days: env.KEEP_FACTS_DAYS,
    answers_days: env.KEEP_ANSWERS_DAYS,
    refusals_days: env.KEEP_REFUSALS_DAYS,
    sessions_days: env.KEEP_SESSIONS_DAYS,
    positions_days: env.KEEP_POSITIONS_DAYS,
    recipients_days: env.KEEP_RECIPIENTS_DAYS,
  };
}

/** How long things are kept where nobody says otherwise. */
export const usualPeriods = (): Periods => periodsOf(Environment.parse({}));

/** A wrong value as the terminal and its log may have it: a secret by its length, an address without its password. */
function shown(name: string, value = ''): string {
  if (name.startsWith('SECRET_KEY') || name === 'DEMO_PASSWORD' || name === 'OTEL_EXPORTER_OTLP_HEADERS')
    return `${value.length} characters`;
  return JSON.stringify(value.replace(/\/\/[^@/]*@/, '//…@'));
}

/** The key made at the first start and kept beside the data that it protects; `wx` so that two starters agree on one. */
function keptSecrets(dataDir: string, make: boolean): Buffer[] {
  const path = join(dataDir, 'secret.key');
  if (!make && !existsSync(path)) return [randomBytes(32)];
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readSecrets(path);
}

/** One secret a line, the present one first. */
export function readSecrets(path: string): Buffer[] {
  const lines = readFileSync(path, 'utf8').trim().split(/\s+/);
  const wrong = lines.find((line) => !KEY.test(line));
  // a start that was killed while it wrote the key must not seal anything with half of one
  if (wrong !== undefined) throw new ConfigError(`SECRET_KEY: got ${wrong.length} characters in ${path}, ${KEY_FORM}`);
  return lines.map((line) => Buffer.from(line, 'hex'));
}
