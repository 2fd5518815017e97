import { effect, signal } from '@preact/signals';
import { io } from 'socket.io-client';
import { token } from './session.ts';

/** Whether the server's news reach this page; without them screens ask by the clock. */
export const isLive = signal(false);

interface Listener {
  topics: string[];
  hear(): void;
}
const listeners = new Set<Listener>();

/** Runs `hear` at most once in `calm_ms` while news of these topics (beginnings of names) come in. */
export function onNews(topics: string[], hear: () => void, calm_ms = 1_200): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listener = {
    topics,
    hear() {
      timer ??= setTimeout(() => {
        timer = undefined;
        hear();
      }, calm_ms);
    },
  };
  listeners.add(listener);
  return () => {
    clearTimeout(timer);
    listeners.delete(listener);
  };
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
