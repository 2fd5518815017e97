import { kept } from '../look/kept.ts';

/** The hardware's habits and the worker's, kept on this device. Rules of the wedge are calibrated on the check page. */
export interface WedgeRules {
  /** Keys closer than this belong to one scan. Nobody types 35 ms apart; scanners send 1 to 20 ms apart. */
  maxGap_ms: number;
  /** A key sent before each code, or '' where the scanner sends none. */
  prefix: string;
  /** What the scanner sends for GS (ASCII 29), which keystrokes cannot carry; '' where it sends Ctrl+]. */
  separator: string;
}

export const defaultRules: WedgeRules = { maxGap_ms: 35, prefix: '', separator: '' };

export const wedgeRules = kept<WedgeRules>('scanner.wedge', defaultRules);
export const soundOn = kept('scanner.sound', true);
export const readOut = kept('scanner.readOut', false);
export const hand = kept<'left' | 'right'>('scanner.hand', 'right');

/** In which whoever weighs types. */
export const weightUnit = kept<'g' | 'kg'>('scanner.weightUnit', 'g');

/** What its scanner sent last ended with Enter or Tab: the end of a scan need not be guessed from silence. */
export const endsWithKey = kept('scanner.endsWithKey', false);

/** A hardware scanner was heard on this device: the camera's key gives its place to the text. */
export const hasWedge = kept('scanner.hasWedge', false);
