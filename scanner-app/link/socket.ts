import { effect, signal } from '@preact/signals';
import { type Socket, io } from 'socket.io-client';
import type { Step } from '../../src/scans/step.shared.ts';
import { deviceId } from '../queue/numbers.ts';
import { language } from '../words/language.ts';
import { closeDoor, needsEnrolment } from './door.ts';
import { token } from './session.ts';

export const isUp = signal(false);
/** The line broke or was not let in: before that it is only being opened. */
export const wasCut = signal(false);

let socket: Socket | null = null;

export const liveSocket = (): Socket | null => (socket && socket.connected ? socket : null);

export interface Pushed {
  connected(): void;
  step(step: Step): void;
  /** All the news that a handheld needs: on a large floor a packet a scan of everybody else would keep its radio awake. */
  topics: string[];
  news(): void;
}

/** Keeps one socket while somebody is signed in. No promise rests on it: the queue resends what it does not answer. */
export function keepSocket(pushed: Pushed): void {
  effect(() => {
    const pass = token.value;
    const speaks = language.value;
    if (!pass) return undefined;
    let left = false;
    const connect = async (): Promise<void> => {
      const id = await deviceId();
      if (!left) socket = open({ token: pass, deviceId: id, topics: pushed.topics }, speaks, pushed);
    };
    void connect();
    return () => {
      left = true;
      if (socket) socket.close();
      socket = null;
      isUp.value = wasCut.value = false;
    };
  });
}

function open(auth: { token: string; deviceId: string; topics: string[] }, speaks: string, pushed: Pushed): Socket {
  const opened = io({ auth, query: { language: speaks }, transports: ['websocket'], reconnectionDelayMax: 5000 });
  opened.on('connect', () => {
    isUp.value = true;
    wasCut.value = false;
    needsEnrolment.value = false;
    pushed.connected();
  });
  opened.on('disconnect', (reason) => {
    isUp.value = false;
    wasCut.value = true;
    if (reason === 'io server disconnect') setTimeout(() => opened.connect(), 1000);
  });
  opened.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    isUp.value = false;
    wasCut.value = true;
    const isClosed = closeDoor(error.data?.code || error.message);
    // socket.io gives up after a refused handshake: only a broken line is retried by itself.
    if (!isClosed && !opened.active) setTimeout(() => opened.connect(), 3000);
  });
  opened.on('step', (step: Step) => pushed.step(step));
  opened.on('news', () => pushed.news());
  return opened;
}
