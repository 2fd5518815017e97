import { effect, signal } from '@preact/signals';
import { io } from 'socket.io-client';
import { token } from './session.ts';

/** Whether the server's news reach this page; without them screens ask by the clock. */
export const isLive = signal(false);

interface Listener {
  topics: string[];
  hear(): void;
  /** Without waiting for others that may come. */
  hearNow(): void;
}
const listeners = new Set<Listener>();

/** News of what somebody did himself follow within seconds, and are heard as they come. */
const own_ms = 5_000;
const quick_ms = 150;
let acted_ms = -Infinity;

/** Runs `hear` at most once in `calm_ms` while news of these topics (beginnings of names) come in, and after each own act. */
export function onNews(topics: string[], hear: () => void, calm_ms = 1_200): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listener: Listener = {
    topics,
    hear() {
      const isOwn = performance.now() - acted_ms < own_ms;
      timer ??= setTimeout(listener.hearNow, isOwn ? quick_ms : calm_ms);
    },
    hearNow() {
      clearTimeout(timer);
      timer = undefined;
      hear();
    },
  };
  listeners.add(listener);
  return () => {
    clearTimeout(timer);
    listeners.delete(listener);
  };
}

const acts = new Set<() => void>();
export const onActed = (run: () => void): unknown => acts.add(run);

/** Something was done from this page: whatever it shows is asked for anew, without waiting until it is told. */
export function acted(): void {
  acted_ms = performance.now();
  for (const run of acts) run();
  for (const listener of listeners) listener.hearNow();
}

const ring = (isHeard: (topics: string[]) => boolean): void => {
  for (const listener of listeners) if (isHeard(listener.topics)) listener.hear();
};

/** Keeps one socket while somebody is signed in. What was missed while it was down is asked for when it is back. */
export function keepSocket(): void {
  effect(() => {
    const pass = token.value;
    if (!pass) return undefined;
    const socket = io({ auth: { token: pass }, transports: ['websocket'], reconnectionDelayMax: 10_000 });
    let isBack = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    socket.on('connect', () => {
      isLive.value = true;
      if (isBack) ring(() => true);
      isBack = true;
    });
    socket.on('disconnect', () => (isLive.value = false));
    // turned away while the server had no database: socket.io itself tries again only where nobody answered
    socket.on('connect_error', ({ message }) => {
      if (!socket.active && message !== 'not_signed_in') again = setTimeout(() => socket.connect(), 3000);
    });
    socket.on('news', ({ topic }: { topic: string }) => {
      ring((topics) => topics.some((beginning) => topic.startsWith(beginning)));
    });
    return () => {
      clearTimeout(again);
      socket.close();
      isLive.value = false;
    };
  });
}
