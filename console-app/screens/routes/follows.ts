import type { Stop } from '../../link/wire.ts';
import { said } from '../../words/t.ts';

type Line = Pick<Stop['parcels'][number], 'afterFailure' | 'decidedAt'>;

/** What follows for a parcel that was not handed over, as the handheld says it: what the desk holds waits for an address. */
export function followSaid({ afterFailure, decidedAt }: Line): string | null {
  if (afterFailure === null) return null;
  return said('after', afterFailure === 'held' && decidedAt !== null ? 'asked' : afterFailure);
}

/** The same of several parcels, each thing once. */
export const followsSaid = (parcels: readonly Line[]): string[] => [
  ...new Set(parcels.flatMap((parcel) => followSaid(parcel) ?? [])),
];
