import { computed } from '@preact/signals';
import { useAsk } from './ask.ts';
import { isManager, role, user } from './session.ts';
import type { Sellers, Users } from './wire.ts';

const seesPeople = computed(() => isManager.value || role.value === 'dispatcher');

/** Login by user id; who may not read the list sees only who he is himself. */
export function usePeople(): (userId: string | null) => string {
  const asked = useAsk<Users>(seesPeople.value ? '/v1/users' : null, { every_ms: 300_000 });
  const names = new Map(asked.value?.users.map(({ userId, login }) => [userId, login]));
  const me = user.value;
  return (userId) => {
    if (userId === null) return '';
    if (userId === '00000000-0000-7000-8000-000000000000') return 'Daybreak';
    return names.get(userId) ?? (me?.id === userId ? me.login : '···');
  };
}

export function useSellers(): Sellers['sellers'] {
  return useAsk<Sellers>('/v1/sellers', { every_ms: 300_000 }).value?.sellers ?? [];
}

export function useDrivers(): Users['users'] {
  const asked = useAsk<Users>('/v1/users', { every_ms: 300_000 });
  return (asked.value?.users ?? []).filter(({ role, state }) => role === 'driver' && state === 'active');
}
