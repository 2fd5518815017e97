import { signal } from '@preact/signals';
import { get } from './http.ts';
import { isSeller, token } from './session.ts';
import type { Sellers } from './wire.ts';

/** Names of sellers by id, asked for once by whichever row needs one first, and again for one that is new. */
const names = signal<ReadonlyMap<string, string>>(new Map());
let asked = new Set<string>();
let askedBy = token.peek();
let isAsking = false;

/** Whose goods these are, by name, for staff; nothing where a seller looks: all it sees is its own. */
export function ownerOf(sellerId: string | undefined): string | undefined {
  if (sellerId === undefined || isSeller.value) return undefined;
  if (askedBy !== token.peek()) {
    askedBy = token.peek();
    asked = new Set();
  }
  const name = names.value.get(sellerId);
  if (name === undefined && !asked.has(sellerId)) {
    asked.add(sellerId);
    if (!isAsking) queueMicrotask(() => void ask());
    isAsking = true;
  }
  return name;
}

async function ask(): Promise<void> {
  const answer = await get<Sellers>('/v1/sellers').catch(() => undefined);
  isAsking = false;
  if (answer) names.value = new Map(answer.sellers.map(({ sellerId, name }) => [sellerId, name]));
}
