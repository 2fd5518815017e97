import type { WedgeRules } from './settings.ts';

export interface Keystroke {
  key: string;
  ctrl: boolean;
  at_ms: number;
}

/** One pull of the trigger: what was read and how the keys came. */
export interface Burst {
  code: string;
  gaps_ms: number[];
  suffix: string | null;
}

export interface Press {
  /** The key belongs to the scanner: no field and no button may see it. */
  swallow: boolean;
  /** It became certain with this key that a scan is arriving. */
  opened: boolean;
  burst: Burst | null;
}

const suffixes = new Set(['Enter', 'Tab']);
const GS = '\u001d';
const shortest = 3;
/** Some wedges send the suffix late; it must not press the button that happens to have focus. */
const lateSuffix_ms = 150;
const longestPrefixed_ms = 1500;
const longest = 4096;

const letThrough: Press = { swallow: false, opened: false, burst: null };

/**
 * Tells scans from typing by the time between keys. Holds no timer: `silence` is called by whoever watches the clock.
 * `longestGap_ms`: keys farther apart are not of one scan.
 */
export function createBurst(rules: () => WedgeRules, longestGap_ms: () => number) {
  let keys = '';
  let gaps: number[] = [];
  let last_ms = -Infinity;
  let ended_ms = -Infinity;
  let prefixed = false;

  const clear = (): void => {
    keys = '';
    gaps = [];
    prefixed = false;
  };
  const end = (suffix: string | null, at_ms: number): Burst => {
    const { separator } = rules();
    const code = separator ? keys.split(separator).join(GS) : keys;
    const burst = { code, gaps_ms: gaps, suffix };
    ended_ms = at_ms;
    clear();
    return burst;
  };

  /** Closes what is open: a scan without suffix, or keys that somebody typed. */
  const silence = (): { burst: Burst | null; typed: string } => {
    if (keys.length >= shortest || (prefixed && keys)) return { burst: end(null, last_ms), typed: '' };
    const typed = keys;
    clear();
    return { burst: null, typed };
  };

  const press = ({ key, ctrl, at_ms }: Keystroke): Press => {
    const gap_ms = at_ms - last_ms;
    const isPrompt = gap_ms <= (prefixed ? longestPrefixed_ms : longestGap_ms());
    if (rules().prefix && key === rules().prefix && !keys) {
      prefixed = true;
      last_ms = at_ms;
      return { swallow: true, opened: true, burst: null };
    }
    if (suffixes.has(key)) {
      if (keys && isPrompt) {
        gaps.push(gap_ms);
        return { swallow: true, opened: false, burst: end(key, at_ms) };
      }
      return at_ms - ended_ms <= lateSuffix_ms ? { ...letThrough, swallow: true } : letThrough;
    }
    const character = ctrl && key === ']' ? GS : key;
    if (Array.from(character).length !== 1 || (ctrl && character !== GS) || keys.length >= longest) return letThrough;
    if (keys) gaps.push(gap_ms);
    keys += character;
    last_ms = at_ms;
    const certain = prefixed || keys.length > 1;
    return { swallow: certain, opened: certain && (prefixed ? keys.length === 1 : keys.length === 2), burst: null };
  };

  /** True where the next key at this time cannot belong to what is open. */
  const isStale = (at_ms: number): boolean =>
    keys !== '' && at_ms - last_ms > (prefixed ? longestPrefixed_ms : longestGap_ms());

  /** Three keys as close as that: nobody types them. */
  const isSure = (): boolean => keys.length >= shortest;

  return { press, silence, isStale, isSure, isOpen: () => keys !== '' };
}
