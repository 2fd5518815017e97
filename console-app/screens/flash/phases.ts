import type { FlashSale } from '../../link/wire.ts';

export const phaseTones: Record<FlashSale['phase'], string> = {
  planned: 'night',
  running: 'busy',
  sold_out: 'stop',
  ended: 'plain',
};

/** The phase as the clock has it now: a sale that was planned when it was asked for may have begun since. */
export function phaseNow({ phase, startsAt, endsAt, left }: FlashSale, now: number): FlashSale['phase'] {
  if (phase === 'ended' || (endsAt !== null && Date.parse(endsAt) <= now)) return 'ended';
  if (phase === 'planned' && Date.parse(startsAt) <= now) return left > 0 ? 'running' : 'sold_out';
  return phase;
}
