import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { readConfig } from '../../src/platform/config.ts';
import { newId } from '../../src/platform/ids.ts';
import { makeLog } from '../../src/platform/log.ts';
import { noTelemetry, startTelemetry, type Telemetry } from '../../src/platform/telemetry.ts';
import { canary, canaryTexts } from '../support/canaries.ts';
import { addItem, openGround, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}

let collector: Server;
let server: TestServer;
let ground: Ground;
let admin: Person;
let telemetry: Telemetry = noTelemetry;
const bodies: string[] = [];
const keys: (string | undefined)[] = [];
let status = 200;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void take(request, response);
  });
  await new Promise<void>((ready) => collector.listen(0, '127.0.0.1', ready));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const { collector: told } = readConfig({
    SECRET_KEY: '0'.repeat(64),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
    OTEL_SERVICE_NAME: 'gimpo',
  });
  telemetry = startTelemetry(told!, makeLog('silent'));
  server = await startServer(undefined, undefined, { telemetry });
  ground = await openGround(server);
  admin = ground.admin;
});
afterAll(async () => {
  await server.close();
  await new Promise((ended) => collector.close(ended));
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  bodies.push(await text(request));
  keys.push(`${request.url} ${request.headers['content-type']} ${String(request.headers['x-key'])}`);
  response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
}

const spans = () =>
  bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  });
const trace = async (id: string) => {
  const traceId = id.replaceAll('-', '');
  const found = () => spans().filter((span) => span.traceId === traceId);
  await expect.poll(() => found().length, { timeout: 30_000 }).toBeGreaterThan(1);
  return found();
};
const told = ({ attributes }: Span, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];

describe('telemetry', () => {
  it('tells a request and the verb inside under the id of the request, and how many statements it sent', async () => {
    const { itemId } = await addItem(ground);
    const answer = await admin.get(`/v1/items/${itemId}`);
    const [request, verb] = (await trace(answer.headers.get('x-request-id')!)).sort((a) => (a.parentSpanId ? 1 : -1));
    expect([request!.name, verb!.name]).toEqual(['GET /v1/items/:itemId', 'showItem']);
    expect([request!.parentSpanId, verb!.parentSpanId]).toEqual([undefined, request!.spanId]);
    expect(told(request!, 'http.response.status_code')).toBe('200');
    expect(Number(told(verb!, 'db.statements'))).toBeGreaterThan(0);
    expect(BigInt(verb!.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(verb!.startTimeUnixNano));
    expect(keys[0]).toBe('/v1/traces application/json a b');
    expect(bodies[0]).toContain('{"stringValue":"gimpo"}');
  });

  it('tells a scan that came over a socket', async () => {
    const { token } = await server.as('receiver');
    const deviceId = newId();
    const socket = io(server.url, { transports: ['websocket'], auth: { token, deviceId } });
    await new Promise<void>((ready, fail) => socket.once('connect', ready).once('connect_error', fail));
    const at = server.clock.now().toISOString();
    await socket.emitWithAck('scan', { deviceId, seq: 1, at, code: 'DOCK-1', source: 'wedge', flow: 'look' });
    socket.close();
    await expect.poll(() => spans().map(({ name }) => name), { timeout: 30_000 }).toContain('scan look');
    const scan = spans().find(({ name }) => name === 'scan look')!;
    const inside = spans().filter(({ parentSpanId }) => parentSpanId === scan.spanId);
    expect(inside.map(({ name }) => name)).toEqual(['accept']);
    expect(Number(told(inside[0]!, 'db.statements'))).toBeGreaterThan(1);
  });

  it('tells no body, name, phone, address or token', async () => {
    const { itemId } = await addItem(ground);
    const shipTo = { ...canary, lat: 37.5, lon: 127 };
    const lines = [{ itemId, quantity: 1 }];
    const order = { sellerId: ground.sellerId, channel: 'c', externalId: newId(), paid: true, lines, shipTo };
    const placed = await admin.post('/v1/orders', order);
    await trace(placed.headers.get('x-request-id')!);
    await admin.get(`/v1/orders?phone=${canary.phone}`);
    await telemetry.stop();
    const sent = bodies.join('\n');
    for (const secret of [...canaryTexts, admin.token, itemId]) expect(sent).not.toContain(secret);
  });

  it('goes on where the collector does not, and counts what was not taken', async () => {
    status = 503;
    expect((await admin.get('/v1/sites')).status).toBe(200);
    await telemetry.stop();
    const metrics = (await server.anyone.get('/metrics')).body as string;
    expect(Number(/^daybreak_spans_dropped_total (\d+)$/m.exec(metrics)![1])).toBeGreaterThan(0);
  });
});
