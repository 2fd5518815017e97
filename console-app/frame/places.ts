import { computed } from '@preact/signals';
import { role } from '../link/session.ts';
import type { DeskIconName } from '../parts/Icon.tsx';

export const places = {
  floor: { icon: 'floor', roles: ['manager'] },
  inbound: { icon: 'receive', roles: ['manager', 'seller', 'receiver'] },
  orders: { icon: 'orders', roles: ['manager', 'seller', 'dispatcher', 'packer'] },
  waves: { icon: 'pick', roles: ['manager', 'dispatcher'] },
  routes: { icon: 'routes', roles: ['dispatcher', 'manager'] },
  stock: { icon: 'stock', roles: ['manager', 'seller', 'receiver', 'dispatcher'] },
  flash: { icon: 'flash', roles: ['manager', 'seller'] },
  returns: { icon: 'return', roles: ['manager', 'receiver', 'seller'] },
  approvals: { icon: 'approve', roles: ['manager'] },
  people: { icon: 'person', roles: ['manager'] },
  settings: { icon: 'gear', roles: ['manager'] },
  keys: { icon: 'key', roles: ['manager', 'seller'] },
  // administrators see every place; who looked at customers is theirs alone
  records: { icon: 'lock', roles: [] },
} as const satisfies Record<string, { icon: DeskIconName; roles: string[] }>;

export type PlaceName = keyof typeof places;

/** The second key of the chord that leads to the place of this number: the digits as they lie on the keyboard, then `-`, `=` and `[`. */
export const keyOfPlace = (at: number): string => '1234567890-=['[at] ?? '';

/** What a role sees on the desk, what it does most first; the server refuses the rest in any case. */
export const mine = computed<PlaceName[]>(() => {
  const names = (Object.keys(places) as PlaceName[]).filter(
    (name) => role.value === 'admin' || (places[name].roles as readonly string[]).includes(role.value),
  );
  const first = role.value === 'dispatcher' ? 'routes' : names[0];
  return names.sort((a, b) => Number(b === first) - Number(a === first));
});
