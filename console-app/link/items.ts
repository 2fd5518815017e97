import { signal } from '@preact/signals';
import { get } from './http.ts';
import { token } from './session.ts';
import type { Item } from './wire.ts';

/** Items met so far, by id; null: asked for and not (yet) there. */
const known = signal<ReadonlyMap<string, Item | null>>(new Map());
let asked = new Set<string>();
let wanted: string[] = [];
let running = 0;
let askedBy = token.peek();

/** How many are asked for at the same time. */
const together = 6;

/** The item, as soon as it is known: reading it in a component shows it when it arrives. */
export function itemOf(itemId: string | null): Item | undefined {
  if (itemId === null) return undefined;
  if (askedBy !== token.peek()) forget();
  if (!asked.has(itemId)) {
    asked.add(itemId);
    wanted.push(itemId);
    queueMicrotask(askNext);
  }
  return known.value.get(itemId) ?? undefined;
}

export function meetItems(items: Item[]): void {
  for (const { itemId } of items) asked.add(itemId);
  known.value = new Map([...known.peek(), ...items.map((item) => [item.itemId, item] as const)]);
}

function askNext(): void {
  while (running < together && wanted.length > 0) {
    const itemId = wanted.shift()!;
    running += 1;
    void fetchItem(itemId);
  }
}

async function fetchItem(itemId: string): Promise<void> {
  const item = await get<Item>(`/v1/items/${itemId}`).catch(() => null);
  running -= 1;
  known.value = new Map(known.peek()).set(itemId, item);
  askNext();
}

/** Another person signed in. */
function forget(): void {
  askedBy = token.peek();
  asked = new Set();
  wanted = [];
  queueMicrotask(() => (known.value = new Map()));
}
