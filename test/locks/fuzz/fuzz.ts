import { z } from 'zod';
import { makeRng, type Rng } from '../../../solver/shared/rng.ts';
import { allRoutes } from '../../../src/app.ts';
import type { Route } from '../../../src/platform/route.ts';
import { nameOf } from '../doors.ts';
import { layBait, type Bait } from './bait.ts';
import { anyId, drawn, pick, type Pool, type Schema } from './drawn.ts';
import { baited, extra, hostile, huge, near, strange, STRANGE, strangeQuery, type Mutated } from './hostile.ts';

export interface FuzzOrder {
  url: string;
  seed: number;
  /** Requests at each door. */
  perDoor: number;
  known: Pool['known'];
  today: Date;
  /** A token of somebody who may use the door. */
  tokenFor(door: Route, rng: Rng): Promise<string | undefined>;
  /** Waits until all that the requests told has been heard. */
  settle?(): Promise<void>;
  /** Of all doors at once. */
  atOnce?: number;
  /** Others than the product's. */
  doors?: Route[];
}

/** One answer that is not as it should be, with the seed that asks for it again. */
export interface Finding {
  door: string;
  kind: string;
  seed: number;
  wrong: string;
}

export interface Fuzzed {
  asked: number;
  /** How many requests of each kind were sent, and how many of each kind of status came. */
  kinds: Record<string, number>;
  statuses: Record<string, number>;
  findings: Finding[];
}

interface Shapes {
  params: Schema;
  query: Schema;
  body: Schema | undefined;
  takes: z.ZodType | undefined;
  answers: z.ZodType;
}

const EMPTY: Schema = { type: 'object', properties: {} };
const schemaOf = (shape: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(shape, { io, unrepresentable: 'any' });
/** What OpenAPI says, as a judge: it knows nothing of what the door does beyond it. */
const judge = (schema: object) => z.fromJSONSchema(readable(schema) as Parameters<typeof z.fromJSONSchema>[0]);
/** The judge reads patterns without Unicode, where \p{…} is a p: those are left to the door. */
const readable = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'pattern' && /\\p\{/.test(String(value)) ? undefined : value,
    ),
  );
const judged = new Map<Route, Shapes>();

function shapesOf(door: Route): Shapes {
  let shapes = judged.get(door);
  if (shapes === undefined) {
    const of = (shape: Route['params']) => (shape === undefined ? EMPTY : (schemaOf(shape, 'input') as Schema));
    const body = door.body === undefined || door.body === 'bytes' ? undefined : of(door.body);
    shapes = {
      params: of(door.params),
      query: of(door.query),
      body,
      takes: body && judge(body),
      answers: judge(schemaOf(door.answer, 'output')),
    };
    judged.set(door, shapes);
  }
  return shapes;
}

const Refused = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[a-z][a-z0-9_]*$/),
    message: z.string().min(1).max(400),
    field: z.string().optional(),
    got: z.unknown().optional(),
    expected: z.unknown().optional(),
    details: z.unknown().optional(),
    requestId: z.uuid(),
  }),
});

/** Each kind as often as it stands here. */
const KINDS = [
  'valid',
  'valid',
  'valid',
  'near',
  'near',
  'strange',
  'bait',
  'extra',
  'hostile',
  'query',
  'path',
] as const;
type Kind = (typeof KINDS)[number] | '10 MB';

/** Every door with every kind of request that a seed draws; with more at each door the same ones come first. */
export async function fuzz(order: FuzzOrder): Promise<Fuzzed> {
  const fuzzed: Fuzzed = { asked: 0, kinds: {}, statuses: {}, findings: [] };
  const cases = Array.from({ length: order.perDoor }, (_, round) => round).flatMap((round) =>
    (order.doors ?? allRoutes).map((door, at) => ({
      door,
      seed: order.seed * 1_000_003 + round * 1009 + at,
      kind: kindOf(round, at),
    })),
  );
  const bait = await layBait();
  let next = 0;
  const worker = async () => {
    for (let one = cases[next++]; one !== undefined; one = cases[next++]) await ask(one, { ...order, bait }, fuzzed);
  };
  await Promise.all(Array.from({ length: order.atOnce ?? 6 }, worker));
  // whatever follows what was sent has followed it by then
  await order.settle?.();
  bait.close();
  for (const door of bait.taken)
    fuzzed.findings.push({ door, kind: 'bait', seed: 0, wrong: 'asks where it is told to' });
  return fuzzed;
}

/** The kinds in turn, shifted by door; ten megabytes at one door in eighty. */
const kindOf = (round: number, at: number): Kind =>
  (round + at) % 80 === 79 ? '10 MB' : KINDS[(round + at * 3) % KINDS.length]!;

/** VROOM passes over what it does not know in a problem; so do the doors that speak its language. */
const LOOSE = new Set(['POST /optimization', 'POST /v1/solve/routes']);

interface Case {
  door: Route;
  seed: number;
  kind: Kind;
}

async function ask({ door, seed, kind }: Case, order: FuzzOrder & { bait: Bait }, fuzzed: Fuzzed): Promise<void> {
  const rng = makeRng(seed);
  const shapes = shapesOf(door);
  const pool: Pool = { rng, known: order.known, today: order.today };
  const drawnBody = shapes.body && drawn(shapes.body, pool);
  const sent = mutated(kind, drawnBody, { rng, bait: order.bait.for(nameOf(door)) });
  const address = addressOf(door, shapes, kind, pool);
  const path = order.url + address.path;
  const found = (wrong: string) =>
    fuzzed.findings.push({ door: nameOf(door), kind: `${kind} ${sent?.kind ?? ''}`, seed, wrong });
  fuzzed.asked += 1;
  fuzzed.kinds[kind] = (fuzzed.kinds[kind] ?? 0) + 1;
  const token = await order.tokenFor(door, rng);
  const answer = await answered(path, door, { sent, token, rng }).catch(
    (error: Error) => `${error.name}: ${error.message}`,
  );
  if (typeof answer === 'string') {
    // a server may hang up on ten megabytes that it has refused
    if (kind !== '10 MB') found(answer);
    return;
  }
  const { status, text, json } = answer;
  const group = `${Math.floor(status / 100)}xx`;
  fuzzed.statuses[group] = (fuzzed.statuses[group] ?? 0) + 1;
  if (status >= 500)
    found(`${status} ${text.slice(0, 200)} ${sent?.text.slice(0, 300) ?? ''} ${path.slice(order.url.length, 300)}`);
  else if (status >= 400) {
    const told = Refused.safeParse(json);
    // a page for people tells them in words
    if (!told.success && !door.path.startsWith('/t/')) found(`${status} is no refusal: ${text.slice(0, 200)}`);
  } else if (status < 300 && json !== undefined) {
    const told = shapes.answers.safeParse(json);
    if (!told.success) found(`answers off its schema: ${JSON.stringify(told.error.issues.slice(0, 2)).slice(0, 400)}`);
    if (sent !== undefined && isOff(shapes, sent)) found(`takes what its schema refuses: ${sent.text.slice(0, 300)}`);
    const isRefused = sent?.refused === true && !LOOSE.has(nameOf(door));
    if (isRefused || address.refused) found(`takes what none may: ${address.path.slice(0, 300)}`);
  }
}

/** What OpenAPI says is refused, whatever the door makes of it. */
function isOff({ takes }: Shapes, { text, contentType, encoding }: Mutated): boolean {
  if (takes === undefined || contentType !== undefined || encoding !== undefined) return false;
  try {
    return !takes.safeParse(JSON.parse(text === '' ? '{}' : text)).success;
  } catch {
    return true;
  }
}

function mutated(kind: Kind, body: unknown, { rng, bait }: { rng: Rng; bait: string }): Mutated | undefined {
  if (body === undefined) return undefined;
  const valid = { kind: '', text: JSON.stringify(body), refused: false };
  if (kind === '10 MB') return huge();
  if (kind === 'near') return near(body, rng);
  if (kind === 'strange') return strange(body, rng);
  if (kind === 'bait') return baited(body, rng, bait);
  if (kind === 'extra') return typeof body === 'object' && !Array.isArray(body) ? extra(body, rng) : near(body, rng);
  return kind === 'hostile' ? hostile(body, rng) : valid;
}

function addressOf(door: Route, shapes: Shapes, kind: Kind, pool: Pool): { path: string; refused: boolean } {
  const params = drawn(shapes.params, pool) as Record<string, string | number>;
  const path = door.path.replace(/:(\w+)/g, (_, name: string) => {
    const odd = kind === 'path' ? pick(pool.rng, [...STRANGE, anyId(pool.rng)]).slice(0, 2000) : params[name];
    // above 16 KB in all Node answers by itself
    return encodeURIComponent(String(odd ?? anyId(pool.rng)).replaceAll(/\p{Cs}/gu, ''))
      .slice(0, 3000)
      .replace(/%.?$/, '');
  });
  const asked = drawn(shapes.query, pool) as Record<string, unknown>;
  const query = new URLSearchParams(
    Object.fromEntries(Object.entries(asked).map(([key, value]) => [key, String(value)])),
  );
  if (kind === 'query') {
    const strange = strangeQuery(query, pool.rng);
    // without a shape nothing of a query is read
    return { path: `${path}?${strange.query}`, refused: strange.refused && door.query !== undefined };
  }
  return { path: query.size === 0 ? path : `${path}?${query.toString()}`, refused: false };
}

async function answered(
  path: string,
  door: Route,
  { sent, token, rng }: { sent: Mutated | undefined; token: string | undefined; rng: Rng },
) {
  const headers: Record<string, string> = {};
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (sent !== undefined) headers['content-type'] = sent.contentType ?? 'application/json';
  if (sent?.encoding !== undefined) headers['content-encoding'] = sent.encoding;
  if (rng.int(4) === 0)
    headers['idempotency-key'] = pick(rng, ['k'.repeat(201), '%00', 'key-1', `key-${rng.int(1e6)}`, "'; --"]);
  if (door.body === 'bytes') headers['content-type'] = pick(rng, ['image/png', 'image/jpeg', 'text/html', 'x']);
  const body = door.body === 'bytes' ? pick(rng, STRANGE) : sent?.text;
  const response = await fetch(path, {
    method: door.method.toUpperCase(),
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(60_000),
    ...(body === undefined || door.method === 'get' ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, text, json: isJson ? (JSON.parse(text) as unknown) : undefined };
}
