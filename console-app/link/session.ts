import { computed } from '@preact/signals';
import { kept } from '../../scanner-app/look/kept.ts';

export interface User {
  id: string;
  login: string;
  role: string;
  siteIds: string[];
  sellerId?: string;
  language?: 'ko' | 'en';
}

export const session = kept<{ token: string; user: User } | null>('console.session', null);

/** The server ended the session; the sign-in page says so. */
export const ended = kept('console.ended', false);

export const token = computed(() => session.value?.token);
export const user = computed(() => session.value?.user);
export const role = computed(() => user.value?.role ?? '');
export const isManager = computed(() => role.value === 'manager' || role.value === 'admin');
export const isSeller = computed(() => user.value?.sellerId !== undefined);

export function endSession(): void {
  session.value = null;
  ended.value = true;
}

/** Who brings goods in, or has them brought, keeps what is known of them. */
export const mayKeepItems = (): boolean => isManager.value || isSeller.value || role.value === 'receiver';
