import { computed, signal } from '@preact/signals';
import type { Flow } from '../../src/scans/step.shared.ts';

/** The address names the screen, so that a reload after an empty battery comes back to the same work. */
const hash = signal(location.hash);

const screens = ['tray', 'device', 'check', 'pin', 'password', 'offers'] as const;

export type Place = 'home' | (typeof screens)[number] | { flow: Flow };

export const place = computed<Place>(() => {
  const name = hash.value.replace(/^#\/?/, '');
  if (name.startsWith('work/')) return { flow: name.slice('work/'.length) as Flow };
  return screens.find((screen) => screen === name) || 'home';
});

export function go(to: Place): void {
  location.hash = typeof to === 'object' ? `#/work/${to.flow}` : `#/${to}`;
}

/** The hardware back key leaves a flow for Home. It never sends anything twice: only the queue sends. */
export function followAddress(): void {
  addEventListener('hashchange', () => {
    hash.value = location.hash;
  });
}
