import { computed, signal } from '@preact/signals';
import type { Flow } from '../../src/scans/step.shared.ts';
import { session } from '../link/session.ts';
import { type Worker, allWaiting, ownerOf } from './storage.ts';

/** What somebody left on this device who is not signed in now. The login is empty where an older build did not keep it. */
export interface Left extends Worker {
  count: number;
  flows: Flow[];
}

/** `besides`: beside whose scans it was looked; of anybody else nothing is known yet. */
const looked = signal<{ besides: string; left: Left[] } | null>(null);

const isKnown = computed(() => looked.value?.besides === (session.value?.user.id ?? ''));

export const others = computed<Left[]>(() => (isKnown.value ? looked.value!.left : []));

/**
 * Where the device stands in a work is the server's, one place for all who use it: what somebody left there is applied before
 * anybody goes on from there. A look changes nothing.
 */
export function mayOpen(flow: Flow): 'yes' | 'no' | 'unknown' {
  if (flow === 'look') return 'yes';
  if (!isKnown.value) return 'unknown';
  return others.value.some(({ flows }) => flows.includes(flow)) ? 'no' : 'yes';
}

export async function lookForOthers(besides: string): Promise<void> {
  const left = new Map<string, Left>();
  for (const row of await allWaiting()) {
    const userId = ownerOf(row);
    if (userId === besides && userId) continue;
    const one = left.get(userId) || { userId, login: row.worker?.login ?? '', count: 0, flows: [] };
    one.count += 1;
    if (!one.flows.includes(row.scan.flow)) one.flows.push(row.scan.flow);
    left.set(userId, one);
  }
  looked.value = { besides, left: Array.from(left.values()) };
}

/** How many scans wait that are not of this worker. */
export async function othersOf(userId: string): Promise<number> {
  if (looked.value?.besides !== userId) await lookForOthers(userId);
  return (looked.value?.left || []).reduce((sum, { count }) => sum + count, 0);
}

/** Some of them may have been answered: they are counted anew. */
export function forgetOthers(): void {
  looked.value = null;
}
