import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire that can be cut: everything that comes to `port` goes on to where it leads at that moment. */
export interface Proxy {
  port: number;
  /** Leads new connections elsewhere, or nowhere. */
  leadTo(port: number | undefined): void;
  /** Asked at each piece of an answer: true drops it and cuts its connection, so that whoever asked never hears it. */
  dropAnswers(decide: (() => boolean) | undefined): void;
  /** Cuts every connection that is open. */
  cutAll(): void;
  /** Nothing goes through, and nobody is told: the wire is dead at both ends. */
  stall(): void;
  /** What was held up goes on. */
  flow(): void;
  /** Answers that were dropped. */
  readonly dropped: number;
  readonly open: number;
  close(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
}

export async function openProxy(leadsTo?: number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  let target = leadsTo;
  let decide: (() => boolean) | undefined;
  let stalled = false;
  let dropped = 0;
  const cut = (pair: Pair) => {
    pairs.delete(pair);
    pair.near.destroy();
    pair.far.destroy();
  };
  const server: Server = createServer((near) => {
    near.on('error', () => undefined);
    if (target === undefined) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => cut(pair));
      socket.on('close', () => cut(pair));
      if (stalled) socket.pause();
    }
    near.on('data', (chunk) => void far.write(chunk));
    far.on('data', (chunk) => {
      if (decide?.() === true) {
        dropped += 1;
        cut(pair);
      } else near.write(chunk);
    });
    if (stalled) for (const socket of [near, far]) socket.pause();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as { port: number }).port,
    leadTo: (port) => (target = port),
    dropAnswers: (by) => (decide = by),
    cutAll() {
      for (const pair of pairs) cut(pair);
    },
    stall() {
      stalled = true;
      for (const { near, far } of pairs) {
        near.pause();
        far.pause();
      }
    },
    flow() {
      stalled = false;
      for (const { near, far } of pairs) {
        near.resume();
        far.resume();
      }
    },
    get dropped() {
      return dropped;
    },
    get open() {
      return pairs.size;
    },
    async close() {
      for (const pair of pairs) cut(pair);
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

/** The same address behind the proxy. */
export function through(proxy: Proxy, url: string): string {
  const other = new URL(url);
  other.port = String(proxy.port);
  return other.href.replace(/\/$/, url.endsWith('/') ? '/' : '');
}
