import { useEffect } from 'preact/hooks';
import { signal } from '@preact/signals';
import { useAsk } from './ask.ts';
import { role } from './session.ts';
import type { ParkedFacts } from './wire.ts';

/** Facts that wait because nobody could hear them, as far as whoever looks may see them; at most a hundred are counted. */
export const notHeard = signal(0);
const MOST = 100;

export function useNotHeard(): void {
  const path = role.value === 'admin' ? `/v1/parked-facts?state=parked&limit=${MOST}` : null;
  const { value } = useAsk<ParkedFacts>(path, { every_ms: 60_000 });
  useEffect(() => {
    notHeard.value = value?.facts.length ?? 0;
  }, [value]);
}
