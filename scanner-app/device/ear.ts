import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Burst } from './burst.ts';
import { tell } from './feedback.ts';

export type Source = 'wedge' | 'camera' | 'typed';

export interface Heard {
  code: string;
  source: Source;
  symbology?: string;
  burst?: Burst;
}

/** Who listens to the scanner now: the screen on top. */
export interface Ear {
  scan(heard: Heard): void;
  /** Keys of a hardware keypad that are no scan. */
  key?(key: string): void;
  /** Where every unit is scanned, only the scanner's own echo is dropped, not the second unit. */
  countsUnits?: boolean;
}

const ears: { current: Ear; place: number }[] = [];
let places = 0;

/** Heard while no screen listened yet: the first that does takes it. */
const unheard: Heard[] = [];
const MOST_UNHEARD = 8;

/** The same code on the same screen within 700 ms is one scan; a hand cannot pull the trigger twice in 200 ms. */
const bounce_ms = 700;
const echo_ms = 200;
let lastCode = '';
let lastAt_ms = -Infinity;
let lastEar: object | null = null;

export function hear(heard: Heard): void {
  const ear = ears[ears.length - 1];
  if (!ear) {
    if (unheard.length < MOST_UNHEARD) unheard.push(heard);
    return;
  }
  const now_ms = performance.now();
  const window_ms = ear.current.countsUnits || ear !== lastEar ? echo_ms : bounce_ms;
  const bounced = heard.source !== 'typed' && heard.code === lastCode && now_ms - lastAt_ms < window_ms;
  lastCode = heard.code;
  lastAt_ms = now_ms;
  lastEar = ear;
  if (bounced) return;
  tell('heard');
  ear.current.scan(heard);
}

export function hearKey(key: string): void {
  const ear = ears[ears.length - 1];
  if (ear?.current.key) ear.current.key(key);
}

/** The screen on top, which changes where a key has led to another. */
export const listening = (): object | undefined => ears[ears.length - 1];

/** Somebody may be typing: the screen on top takes single keys. */
export const takesKeys = (): boolean => ears[ears.length - 1]?.current.key !== undefined;

/**
 * Gives the scanner to this component while it is on the screen, from the moment it is there: between a screen and the next
 * no key falls to the ground. What lies within another listens before it, and is drawn after it.
 */
export function useEar(ear: Ear): void {
  const latest = useRef({ current: ear, place: 0 }).current;
  latest.current = ear;
  latest.place ||= places += 1;
  useLayoutEffect(() => {
    ears.push(latest);
    ears.sort((one, other) => one.place - other.place);
    for (const heard of unheard.splice(0)) hear(heard);
    return () => {
      ears.splice(ears.indexOf(latest), 1);
    };
  }, []);
}
