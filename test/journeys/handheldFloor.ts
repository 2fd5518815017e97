import { createReadStream, existsSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';
import type { Scan, ScanAnswer, Step } from '../../src/scans/step.shared.ts';

const built = fileURLToPath(new URL('../../dist/scanner-app', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** Answers that say nothing about the scan: it is not applied, and comes again. */
const notKept = new Set(['fault', 'overtaken', 'device_unknown']);

export interface Floor {
  url: string;
  /** Every scan that arrived, repeats included. */
  arrived: Scan[];
  /** Every (device, seq) once, in the order in which it was applied. */
  applied: Scan[];
  /** Answers by what they name; the default accepts. */
  judge: (scan: Scan) => ScanAnswer;
  firstStep: Step;
  user: { id: string; role: string; siteIds: string[] };
  /** Away: sockets are cut and no request is answered, as in a dead zone. */
  setAway(isAway: boolean): void;
  /** Takes scans in but cuts the line before the answer. */
  losesAnswers: boolean;
  /** False: the device of whoever connects is enrolled nowhere. */
  knows: boolean;
  /** A line so slow that more scans at once are never answered in time: it is cut before they arrive. */
  mostAtOnce: number;
  push(step: Step): void;
  files: Buffer[];
  close(): Promise<void>;
}

/** The server's side of the handheld's contract and nothing else: sign-in, step, scans, files, the socket. */
export async function openFloor(firstStep: Step): Promise<Floor> {
  const answers = new Map<string, ScanAnswer>();
  let isAway = false;
  const http = createServer((request, response) => {
    if (isAway) request.socket.destroy();
    else void answer(request, response).catch(() => request.socket.destroy());
  });
  const io = new Server(http, {
    transports: ['websocket'],
    allowRequest: (_request, decide) => decide(null, !isAway),
  });
  const floor: Floor = {
    url: '',
    arrived: [],
    applied: [],
    judge: ({ seq }) => ({ ok: true, seq, step: floor.firstStep }),
    firstStep,
    user: { id: '0198a000-0000-7000-8000-000000000001', role: 'picker', siteIds: [] },
    losesAnswers: false,
    knows: true,
    mostAtOnce: Infinity,
    files: [],
    setAway(away) {
      isAway = away;
      if (away) {
        io.disconnectSockets(true);
        http.closeIdleConnections();
      }
    },
    push: (step) => io.emit('step', step),
    close: async () => {
      await io.close();
    },
  };

  const apply = (scan: Scan): ScanAnswer => {
    floor.arrived.push(scan);
    const key = `${scan.deviceId}/${scan.seq}`;
    const old = answers.get(key);
    if (old) return { ...old, replayed: true };
    const fresh = floor.judge(scan);
    if (!fresh.ok && notKept.has(fresh.refusal.code)) return fresh;
    answers.set(key, fresh);
    floor.applied.push(scan);
    return fresh;
  };

  io.use((_socket, next) => {
    next(floor.knows ? undefined : Object.assign(new Error('device_unknown'), { data: { code: 'device_unknown' } }));
  });
  io.on('connection', (socket) => {
    socket.on('scan', (scan: Scan, acknowledge: (answer: ScanAnswer) => void) => {
      if (isAway) return;
      const result = apply(scan);
      if (floor.losesAnswers) socket.disconnect(true);
      else acknowledge(result);
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url || '/', 'http://floor');
    if (pathname.startsWith('/scanner/')) return sendFile(pathname.slice('/scanner/'.length) || 'index.html', response);
    const body = await read(request);
    const send = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname === '/v1/sign-in') return send({ token: 'token', user: floor.user });
    if (pathname === '/v1/step') return send(floor.firstStep);
    if (pathname === '/v1/files') {
      floor.files.push(body);
      return send({ fileId: `0198a000-0000-7000-8000-${String(floor.files.length).padStart(12, '0')}` }, 201);
    }
    if (pathname !== '/v1/scans') return send({ error: { code: 'not_found', message: 'Not found' } }, 404);
    const scans = JSON.parse(body.toString()) as Scan | Scan[];
    if (Array.isArray(scans) && scans.length > floor.mostAtOnce) {
      request.socket.destroy();
      return;
    }
    const result = Array.isArray(scans) ? scans.map(apply) : apply(scans);
    if (floor.losesAnswers) request.socket.destroy();
    else send(result);
  };

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  floor.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/scanner/`;
  return floor;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function sendFile(name: string, response: ServerResponse): void {
  const path = join(built, normalize(`/${name}`));
  if (!existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': types[extname(path)] || 'application/octet-stream' });
  createReadStream(path).pipe(response);
}
