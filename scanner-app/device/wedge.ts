import { type Burst, createBurst } from './burst.ts';
import { hear, hearKey } from './ear.ts';
import { hasWedge, wedgeRules } from './settings.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Unidentified', 'Process']);
const burst = createBurst(() => wedgeRules.value);
const swallowed = new Set<string>();
let timer = 0;
let before: { field: Field; value: string } | null = null;

/** Listens on the whole document, before any field or button: a scan never depends on focus. */
export function listenToWedge(): void {
  document.addEventListener('keydown', down, true);
  document.addEventListener('keyup', up, true);
  // A button that keeps focus would be pressed by the next Enter from the scanner.
  document.addEventListener('click', () => blurButton(), false);
}

function down(event: KeyboardEvent): void {
  if (modifiers.has(event.key) || event.altKey || event.metaKey) return;
  if (burst.isStale(event.timeStamp)) closeOpen();
  const field = focusedField();
  if (!burst.isOpen()) before = field && { field, value: field.value };
  const press = burst.press({ key: event.key, ctrl: event.ctrlKey, at_ms: event.timeStamp });
  const isPlainKey = event.key.length === 1 && !event.ctrlKey;
  if (press.swallow || (isPlainKey && !field)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    swallowed.add(event.key);
  }
  if (press.opened) restoreField();
  clearTimeout(timer);
  if (press.burst) hearBurst(press.burst);
  else if (burst.isOpen()) listenOn();
  else if (!field && event.key !== 'Tab') hearKey(event.key);
}

/** A page that was busy hears late: keys that were pressed in time may still wait behind the clock. */
const LATE_MS = 10;

function listenOn(): void {
  const wait_ms = wedgeRules.value.maxGap_ms + 20;
  const due = performance.now() + wait_ms;
  timer = window.setTimeout(() => (performance.now() - due > LATE_MS ? listenOn() : closeOpen()), wait_ms);
}

function up(event: KeyboardEvent): void {
  if (!swallowed.delete(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function closeOpen(): void {
  clearTimeout(timer);
  const inField = focusedField() !== null;
  const { burst: scan, typed } = burst.silence();
  if (scan) hearBurst(scan);
  else if (!inField) for (const key of typed) hearKey(key);
}

function hearBurst(scan: Burst): void {
  hasWedge.value = true;
  hear({ code: scan.code, source: 'wedge', burst: scan });
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
