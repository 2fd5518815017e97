import { useEffect, useRef } from 'preact/hooks';
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

const ears: { current: Ear }[] = [];

/** The same code on the same screen within 700 ms is one scan; a hand cannot pull the trigger twice in 200 ms. */
const bounce_ms = 700;
const echo_ms = 200;
let lastCode = '';
let lastAt_ms = -Infinity;
let lastEar: object | null = null;

export function hear(heard: Heard): void {
  const ear = ears[ears.length - 1];
  if (!ear) return;
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

/** Gives the scanner to this component while it is on the screen. */
export function useEar(ear: Ear): void {
  const latest = useRef(ear);
  latest.current = ear;
  useEffect(() => {
    ears.push(latest);
    return () => {
      ears.splice(ears.indexOf(latest), 1);
    };
  }, []);
}
