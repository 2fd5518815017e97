import { type Signal, effect, signal } from '@preact/signals';

/** A signal that survives a reload. Local storage may be full or forbidden: the signal works all the same. */
export function kept<T>(key: string, fallback: T): Signal<T> {
  const value = signal<T>(read(key, fallback));
  effect(() => write(key, value.value));
  return value;
}

function read<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // the value still lives in this page
  }
}
