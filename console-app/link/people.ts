import { useAsk } from './ask.ts';
import { isManager, user } from './session.ts';
import type { Sellers, Users } from './wire.ts';

/** Login by user id; only managers may read the list, others see who they are themselves. */
export function usePeople(): (userId: string | null) => string {
  const asked = useAsk<Users>(isManager.value ? '/v1/users' : null, { every_ms: 300_000 });
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
