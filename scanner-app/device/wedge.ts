import { type Burst, createBurst } from './burst.ts';
import { hear, hearKey, listening, takesKeys } from './ear.ts';
import { createPageTime } from './pageTime.ts';
import { endsWithKey, hasWedge, wedgeRules } from './settings.ts';

declare global {
  interface Window {
    /** What the page itself kept before this was loaded. */
    earlyKeys?: KeyboardEvent[];
    keepEarly?: (event: KeyboardEvent) => void;
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Unidentified', 'Process']);
/** Where nobody types, keys are kept until the scanner has sent its last, however slow the machine is. */
const PATIENT_MS = 1000;
const CLOSING_MS = 20;
/** Nobody types a key and pulls the trigger within so short a time. */
const PIECE_MS = 300;

const burst = createBurst(() => wedgeRules.value, longestGap_ms);
const time = createPageTime(tick);
const swallowed = new Set<string>();
/** The field as it was before the keys that are kept. */
let before: { field: Field; value: string; caret: number } | null = null;
/** What was taken for typing just now: on a slow machine it may have been the start of the scan that comes. */
let piece: { text: string; field: Field | null; ear: object | undefined } | null = null;
/** The time of the last key that was kept, by the page's clock. */
let last_ms = -Infinity;

function longestGap_ms(): number {
  const { maxGap_ms } = wedgeRules.value;
  const field = focusedField();
  const mayBeTyped = field?.type === 'password' || ((field !== null || takesKeys()) && !burst.isSure());
  const isEndKnown = endsWithKey.value || !hasWedge.value;
  return isEndKnown && !mayBeTyped ? Math.max(maxGap_ms, PATIENT_MS) : maxGap_ms;
}

/** Listens on the whole document, before any field or button: a scan never depends on focus. */
export function listenToWedge(): void {
  document.addEventListener('keydown', down, true);
  document.addEventListener('keyup', up, true);
  // A button that keeps focus would be pressed by the next Enter from the scanner.
  document.addEventListener('click', () => blurButton(), false);
  if (window.keepEarly) document.removeEventListener('keydown', window.keepEarly, true);
  for (const event of window.earlyKeys || []) down(event);
}

function down(event: KeyboardEvent): void {
  if (modifiers.has(event.key) || event.altKey || event.metaKey) return;
  const field = focusedField();
  const at_ms = time.keyAt(event.timeStamp, field?.type === 'password');
  if (burst.isStale(at_ms)) closeOpen();
  if (!burst.isOpen()) {
    before = field && { field, value: field.value, caret: field.selectionStart ?? field.value.length };
    if (at_ms - last_ms > PIECE_MS || piece?.field !== field || piece.ear !== listening()) piece = null;
  }
  const press = burst.press({ key: event.key, ctrl: event.ctrlKey, at_ms });
  const isPlainKey = event.key.length === 1 && !event.ctrlKey;
  if (press.swallow || (isPlainKey && !field)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    swallowed.add(event.key);
  }
  if (press.opened) restoreField();
  if (press.burst) return hearBurst(press.burst);
  if (burst.isOpen()) {
    last_ms = at_ms;
    time.watch();
    return;
  }
  piece = null;
  if (!field && event.key !== 'Tab') hearKey(event.key);
}

function up(event: KeyboardEvent): void {
  if (!swallowed.delete(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function tick(): void {
  if (!burst.isOpen()) {
    if (time.quiet_ms() > PIECE_MS) time.stop();
  } else if (time.quiet_ms() > longestGap_ms() + CLOSING_MS) closeOpen();
}

function closeOpen(): void {
  const { burst: scan, typed } = burst.silence();
  if (scan) return hearBurst(scan);
  const field = focusedField();
  // the clock goes on, so that a pause of the machine is none of the scanner
  piece = field?.type === 'password' ? null : { text: (piece?.text ?? '') + typed, field, ear: listening() };
  if (!field) for (const key of typed) hearKey(key);
  else if (typed.length > 1) typeAgain(typed);
}

function hearBurst(scan: Burst): void {
  time.stop();
  hasWedge.value = true;
  endsWithKey.value = scan.suffix !== null;
  const start = piece?.text ?? '';
  if (piece?.field === null) for (let left = start.length; left > 0; left--) hearKey('Backspace');
  piece = null;
  hear({ code: start + scan.code, source: 'wedge', burst: scan });
}

/** Two keys as quick as a scan's and no more: somebody's fingers rolled over them, and they belong into the field after all. */
function typeAgain(typed: string): void {
  if (!before || before.field !== focusedField()) return;
  const { field, caret } = before;
  field.setRangeText(typed, caret, caret, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The first key of a scan reached the field before the second one gave it away. */
function restoreField(): void {
  if (!before || before.field.value === before.value) return;
  before.field.value = before.value;
  before.field.dispatchEvent(new Event('input', { bubbles: true }));
}

function focusedField(): Field | null {
  const active = document.activeElement;
  if (active instanceof HTMLTextAreaElement) return active;
  return active instanceof HTMLInputElement && active.type !== 'file' ? active : null;
}

function blurButton(): void {
  if (document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
}
